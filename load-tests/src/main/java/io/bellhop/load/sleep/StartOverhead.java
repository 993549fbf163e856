package io.bellhop.load.sleep;

import io.bellhop.load.scenario.OptionReader;
import io.bellhop.load.scenario.Promises;
import io.bellhop.load.scenario.Say;
import io.bellhop.load.scenario.Scenario;
import io.bellhop.load.stack.AgentProcess;
import io.bellhop.load.stack.ContainerEngine;
import io.bellhop.load.stack.EngineApi;
import io.bellhop.load.stack.TreeReader;
import io.bellhop.load.stack.TreeWriter;
import io.bellhop.load.stack.Waiting;
import io.bellhop.load.stack.Workspace;
import io.bellhop.load.stack.ZooKeeperEnsemble;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Starts the same container in turn through an agent, from the moment at which the tree wants it
 * until it is ready there, and by the engine alone, from the call that makes it until its port
 * takes a connection.
 */
public final class StartOverhead implements Scenario {
  private static final String APP = "start";
  private static final String SLOTS =
      "/apps/%s/deployments/%s/instances".formatted(APP, TreeWriter.ONLY);
  private static final int PORT = 8080;
  private static final long MEMORY_BYTES = 512L << 20;
  private static final long NANO_CPUS = 500_000_000;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration SESSION = Duration.ofSeconds(10);
  private static final String LAUNCH =
      """
      {"image":"%s","command":["httpd","-f","-p","%d"],"port":%d,"stopGraceMillis":1000}\
      """;
  private static final String CONTAINER =
      """
      {"Image":"%s","Cmd":["httpd","-f","-p","%d"],"Env":["PORT=%d"],"ExposedPorts":{"%d/tcp":{}},
       "HostConfig":{"Memory":%d,"MemorySwap":%d,"NanoCpus":%d,
                     "PortBindings":{"%d/tcp":[{"HostIp":"127.0.0.1","HostPort":""}]}}}
      """;

  /** What can be chosen. */
  @Command(name = "start-overhead", sortOptions = false, showDefaultValues = true)
  static final class Options {
    @Option(
        names = "--starts",
        paramLabel = "N",
        defaultValue = "50",
        description = "of each kind, in turn")
    int starts;

    @Option(
        names = "--warm-up",
        paramLabel = "N",
        defaultValue = "5",
        description = "before them, that do not count")
    int warmUp;
  }

  @Override
  public void run(Workspace workspace, List<String> arguments) {
    Options options = OptionReader.read(new Options(), arguments);
    ContainerEngine engine = ContainerEngine.start(workspace);
    engine.makeImage(workspace.file("image"));
    ZooKeeperEnsemble zookeeper = ZooKeeperEnsemble.start(workspace, 1);
    TreeWriter writer = workspace.keep(new TreeWriter(zookeeper));
    writer.sleepingApp(APP, "[\"start.test\"]", "", 1, launch());
    writer.flush();
    AgentProcess unused = AgentProcess.start(workspace, agent(engine, zookeeper));
    Ways ways =
        new Ways(
            workspace.keep(new TreeReader(zookeeper)),
            writer,
            workspace.keep(new EngineApi(engine.socket())));
    long[] agent = new long[options.starts];
    long[] alone = new long[options.starts];
    for (int i = -options.warmUp; i < options.starts; i++) {
      long byAgent = ways.throughTheAgent(2L * (options.warmUp + i + 1));
      long byEngine = ways.byTheEngineAlone();
      if (i >= 0) {
        agent[i] = byAgent;
        alone[i] = byEngine;
      }
    }
    report(agent, alone);
    Promises promises = new Promises();
    promises.hold(engine.running(), "containers left behind");
    promises.requireAllHeld();
  }

  private static String launch() {
    return LAUNCH.formatted(ContainerEngine.IMAGE, PORT, PORT).strip();
  }

  private static AgentProcess.Options agent(ContainerEngine engine, ZooKeeperEnsemble zookeeper) {
    return new AgentProcess.Options(
        "a1",
        zookeeper.connect(),
        SESSION.toMillis(),
        List.of("--runtime", "docker", "--docker", engine.endpoint()));
  }

  private static void report(long[] agent, long[] alone) {
    Say.distribution("through the agent, from wanted to ready in the tree", agent);
    Say.distribution("by the engine alone, from the call to a connection", alone);
    Arrays.sort(agent);
    Arrays.sort(alone);
    Say.fact(
        "difference",
        "p50 %.2f ms, p99 %.2f ms"
            .formatted(
                Say.millisAt(agent, 0.5) - Say.millisAt(alone, 0.5),
                Say.millisAt(agent, 0.99) - Say.millisAt(alone, 0.99)));
  }

  /** The two ways to a container; each leaves nothing. */
  private record Ways(TreeReader tree, TreeWriter writer, EngineApi engine) {
    long throughTheAgent(long epoch) {
      long begun = System.nanoTime();
      writer.switchTo(APP, TreeWriter.ONLY, epoch);
      Waiting.until("the agent has a container ready", LIMIT, this::ready);
      long took = System.nanoTime() - begun;
      writer.putToSleep(APP, epoch + 1);
      Waiting.until("it is gone", LIMIT, () -> tree.children(SLOTS).isEmpty());
      return took;
    }

    private boolean ready() {
      return tree.json(SLOTS + "/0").path("state").asText().equals("ready");
    }

    long byTheEngineAlone() {
      long begun = System.nanoTime();
      String body =
          CONTAINER.formatted(
              ContainerEngine.IMAGE, PORT, PORT, PORT, MEMORY_BYTES, MEMORY_BYTES, NANO_CPUS, PORT);
      String id = engine.call(HttpMethod.POST, "/containers/create", body).path("Id").asText();
      var unused = engine.call(HttpMethod.POST, "/containers/" + id + "/start", "");
      int port =
          engine
              .call(HttpMethod.GET, "/containers/" + id + "/json", "")
              .at("/NetworkSettings/Ports/%d~1tcp/0/HostPort".formatted(PORT))
              .asInt();
      Waiting.until("the container listens", LIMIT, () -> connects(port));
      long took = System.nanoTime() - begun;
      unused = engine.call(HttpMethod.DELETE, "/containers/" + id + "?force=true", "");
      return took;
    }

    private static boolean connects(int port) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return socket.isConnected();
      } catch (IOException e) {
        return false;
      }
    }
  }
}

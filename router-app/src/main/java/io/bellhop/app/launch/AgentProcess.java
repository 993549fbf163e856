package io.bellhop.app.launch;

import io.bellhop.agent.AgentSettings;
import io.bellhop.agent.HostLoad;
import io.bellhop.agent.NodeAgent;
import io.bellhop.agent.RunAgent;
import io.bellhop.agent.docker.DockerRuntime;
import io.bellhop.agent.docker.DockerSettings;
import io.bellhop.agent.exec.ExecScaler;
import io.bellhop.agent.exec.HttpHook;
import io.bellhop.agent.exec.ScaleHook;
import io.bellhop.agent.exec.ScriptHook;
import io.bellhop.agent.meter.AgentMeters;
import io.bellhop.agent.process.ProcessRuntime;
import io.bellhop.agent.runtime.InstanceRuntime;
import io.bellhop.agent.runtime.LaunchKind;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.app.attach.AttachHandler;
import io.bellhop.app.logs.LogHandler;
import io.bellhop.app.logs.RunLogHandler;
import io.bellhop.app.serve.AgentServer;
import io.bellhop.app.settings.HostPort;
import io.bellhop.app.usage.UsageHandler;
import io.bellhop.config.AgentSync;
import io.bellhop.config.ZooKeeperSettings;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.Resources;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One agent with its connection to ZooKeeper. The lifecycle methods are for one thread. */
public final class AgentProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentProcess.class);
  private static final Duration HOOK_TIMEOUT = Duration.ofSeconds(30);

  private final FolderLock lock;
  private final AgentSync sync;
  private final HostLoad load = new HostLoad();
  private Optional<NodeAgent> agent = Optional.empty();
  private Optional<RunAgent> runs = Optional.empty();
  private Optional<AgentServer> server = Optional.empty();
  private Optional<ExecScaler> scaler = Optional.empty();

  private AgentProcess(FolderLock lock, ZooKeeperSettings zooKeeper) {
    this.lock = lock;
    this.sync = AgentSync.start(zooKeeper);
  }

  /**
   * Starts an agent; it connects in the background.
   *
   * @param listen where it shows routers what its instances print
   * @throws AgentStartException where its folder or its runtime cannot be used
   */
  public static AgentProcess start(
      AgentSettings settings,
      ZooKeeperSettings zooKeeper,
      RuntimeChoice runtime,
      InetSocketAddress listen,
      MeterRegistry meters) {
    AgentProcess process = new AgentProcess(FolderLock.of(settings.folder()), zooKeeper);
    try {
      process.run(settings, runtime, listen, meters);
      LOG.info("agent {} runs, its folder is {}", settings.id(), settings.folder());
      return process;
    } catch (RuntimeFailure e) {
      process.close();
      throw new AgentStartException(e.explanation(), e);
    } catch (IOException e) {
      process.close();
      throw new AgentStartException(
          "the agent's folder %s cannot be used (%s): name another".formatted(settings.folder(), e),
          e);
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  private void run(
      AgentSettings settings, RuntimeChoice choice, InetSocketAddress listen, MeterRegistry meters)
      throws IOException, RuntimeFailure {
    if (choice instanceof RuntimeChoice.Hook hook) {
      ExecScaler started = scaler(settings, hook, new AgentMeters(meters));
      scaler = Optional.of(started);
      started.start();
    } else {
      AgentServer bound = bound(listen, host(choice));
      server = Optional.of(bound);
      NodeAgent started =
          NodeAgent.start(
              settings.withLogAccess(bound.access()),
              runtime(settings, choice, LaunchKind.INSTANCE),
              sync.slots(),
              load,
              meters);
      agent = Optional.of(started);
      bound.add(LogHandler.PATH, new LogHandler(started.logs()));
      startRuns(settings, choice, bound, meters);
    }
  }

  private static AgentServer bound(InetSocketAddress listen, String host) {
    try {
      return AgentServer.start(listen, host);
    } catch (IOException | UnresolvedAddressException e) {
      throw new AgentStartException(
          "the agent cannot listen on %s (%s): name an address of this host with --listen"
              .formatted(HostPort.format(listen), e.getMessage()),
          e);
    }
  }

  private static String host(RuntimeChoice choice) {
    if (choice instanceof RuntimeChoice.Containers containers) {
      return containers.host();
    }
    return choice instanceof RuntimeChoice.Processes here ? here.host() : "127.0.0.1";
  }

  private void startRuns(
      AgentSettings settings, RuntimeChoice choice, AgentServer bound, MeterRegistry meters)
      throws IOException, RuntimeFailure {
    RunAgent started =
        RunAgent.start(
            settings, runtime(settings, choice, LaunchKind.RUN), sync.runs(), load, meters);
    runs = Optional.of(started);
    bound.add(RunLogHandler.PATH, new RunLogHandler(started.logs()));
    bound.add(AttachHandler.PATH, new AttachHandler(started.attached()));
    bound.add(UsageHandler.PATH, new UsageHandler(agent.orElseThrow().usage(), started.usage()));
  }

  private static InstanceRuntime runtime(
      AgentSettings settings, RuntimeChoice choice, LaunchKind kind) throws RuntimeFailure {
    if (choice instanceof RuntimeChoice.Containers containers) {
      DockerSettings engine =
          DockerSettings.at(containers.endpoint())
              .reachedBy(DockerSettings.Reach.PUBLISHED, containers.host())
              .withCallTimeout(containers.callTimeout());
      return new DockerRuntime(settings.id(), engine, kind);
    }
    String folder = kind == LaunchKind.RUN ? "one-off/processes" : "processes";
    return ProcessRuntime.in(
        settings.folder().resolve(folder), host(choice), InstantSource.system());
  }

  private ExecScaler scaler(AgentSettings settings, RuntimeChoice.Hook hook, AgentMeters meters) {
    AgentInfo info =
        new AgentInfo(
            settings.id(),
            settings.capacity(),
            settings.labels(),
            Resources.NONE,
            AgentInfo.EXEC,
            settings.version(),
            Optional.empty());
    return new ExecScaler(info, sync.slots(), hook(hook.target()), InstantSource.system(), meters);
  }

  private static ScaleHook hook(String target) {
    return target.startsWith("http://") || target.startsWith("https://")
        ? new HttpHook(URI.create(target), HOOK_TIMEOUT)
        : new ScriptHook(List.of(target), HOOK_TIMEOUT);
  }

  /** Stops all instances and runs of this host; tells whether they ended in time. */
  public boolean retire(Duration bound) {
    try {
      boolean runsEnded = runs.isEmpty() || runs.get().retire(bound);
      return (agent.isEmpty() || agent.get().retire(bound)) && runsEnded;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Ends the agent and leaves its claims behind until their session expires, so that the next agent
   * of the same id finds its instances still in rotation. For a process that ends thereafter.
   */
  public void leaveBehind() {
    stop();
    sync.leaveClaims();
    lock.close();
  }

  private void stop() {
    server.ifPresent(AgentServer::close);
    runs.ifPresent(RunAgent::close);
    agent.ifPresent(NodeAgent::close);
    scaler.ifPresent(ExecScaler::close);
    server = Optional.empty();
    runs = Optional.empty();
    agent = Optional.empty();
    scaler = Optional.empty();
  }

  /** Ends the agent and its claims; what it runs goes on, out of rotation. */
  @Override
  public void close() {
    stop();
    sync.close();
    lock.close();
  }
}

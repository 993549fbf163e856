package io.bellhop.load.scenario;

import io.bellhop.load.stack.ChildProcess;
import io.bellhop.load.stack.LoadTestException;
import io.bellhop.load.stack.RouterProcess;
import io.bellhop.load.stack.RouterProcess.Options;
import io.bellhop.load.stack.TreeWriter;
import io.bellhop.load.stack.Workspace;
import io.bellhop.load.stack.ZooKeeperEnsemble;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * CPU per request beside nginx and HAProxy, by the benchmark script named in the first argument;
 * what follows is passed on to it. Each router is measured alone on one core, with one event loop:
 * on epoll and on io_uring, and on epoll with each request logged.
 */
public final class ProxyBench implements Scenario {
  // Both are the script's.
  private static final String HOST = "app.test";
  private static final String ORIGIN = "127.0.0.1:9000";

  private static final String JVM = "-XX:+UseSerialGC -Xms256m -Xmx256m";

  @Override
  public void run(Workspace workspace, List<String> arguments) {
    if (arguments.isEmpty()) {
      throw new LoadTestException("name the benchmark script, and then its arguments");
    }
    ZooKeeperEnsemble zookeeper = ZooKeeperEnsemble.start(workspace, 1);
    try (TreeWriter tree = new TreeWriter(zookeeper)) {
      tree.app("bench", "[\"" + HOST + "\"]", TreeWriter.ONLY);
      tree.deployment("bench", TreeWriter.ONLY, ORIGIN);
      tree.flush();
    }
    List<String> command = new ArrayList<>(List.of("python3", arguments.get(0)));
    command.addAll(List.of("--peers", "nginx,haproxy"));
    command.addAll(ours(workspace, zookeeper, "epoll", "epoll", "off"));
    command.addAll(ours(workspace, zookeeper, "io_uring", "io_uring", "off"));
    command.addAll(ours(workspace, zookeeper, "epoll+log", "epoll", "on"));
    command.addAll(arguments.subList(1, arguments.size()));
    int code = ChildProcess.runHere(command);
    if (code != 0) {
      throw new LoadTestException("the benchmark ended with exit code " + code);
    }
  }

  private static List<String> ours(
      Workspace workspace,
      ZooKeeperEnsemble zookeeper,
      String name,
      String transport,
      String accessLog) {
    int port = Workspace.freePort();
    Path log = workspace.file("access-" + port + ".log");
    Options options =
        new Options(
            "bench-" + port,
            zookeeper.connect(),
            JVM,
            List.of(
                "  transport: " + transport,
                "  eventLoops: 1",
                "  accessLog: {mode: %s, file: %s}".formatted(accessLog, log)));
    Path settings = RouterProcess.settings(workspace, options, port, Workspace.freePort());
    String router =
        String.join(" ", RouterProcess.command(workspace, zookeeper.connect(), settings));
    return List.of(
        "--ours", "%s=%d=env 'BELLHOP_JAVA_OPTS=%s' %s".formatted(name, port, JVM, router));
  }
}

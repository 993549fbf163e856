package io.bellhop.load.stack;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A router in a process of its own, started as an operator would: {@code bellhop router}. */
public final class RouterProcess implements AutoCloseable {
  private static final String TOKEN = "token-of-the-load-tests";
  private static final Duration READY_LIMIT = Duration.ofMinutes(5);

  private final ChildProcess process;
  private final int port;
  private final AdminApi admin;
  private final Duration startTime;

  private RouterProcess(ChildProcess process, int port, AdminApi admin, Duration startTime) {
    this.process = process;
    this.port = port;
    this.admin = admin;
    this.startTime = startTime;
  }

  /**
   * What a router is started with.
   *
   * @param name of the router and of its files; a router of the same name finds the copy on disk
   * @param zookeeper where the ensemble is
   * @param javaOptions for its JVM
   * @param routerSettings lines under {@code router:} of its settings file, indented by two
   */
  public record Options(
      String name, String zookeeper, String javaOptions, List<String> routerSettings) {

    /** As it comes, with the access log off. */
    public static Options of(String name, String zookeeper) {
      return new Options(name, zookeeper, "", List.of("  accessLog: {mode: off}"));
    }

    /** The same with other options for the JVM. */
    public Options withJavaOptions(String options) {
      return new Options(name, zookeeper, options, routerSettings);
    }
  }

  /** Starts a router; returns as soon as it says that it is ready. */
  public static RouterProcess start(Workspace workspace, Options options) {
    int port = Workspace.freePort();
    int adminPort = Workspace.freePort();
    Path settings = settings(workspace, options, port, adminPort);
    long start = System.nanoTime();
    ChildProcess process =
        workspace.keep(
            ChildProcess.start(
                options.name(),
                workspace.file(options.name() + "-" + port + ".log"),
                Map.of("BELLHOP_TOKEN", TOKEN, "BELLHOP_JAVA_OPTS", options.javaOptions()),
                command(workspace, options.zookeeper(), settings)));
    AdminApi admin = new AdminApi(URI.create("http://127.0.0.1:" + adminPort), TOKEN);
    Waiting.until(options.name() + " is ready", READY_LIMIT, () -> readyOrDead(process, admin));
    Duration startTime = Duration.ofNanos(System.nanoTime() - start);
    return new RouterProcess(process, port, admin, startTime);
  }

  private static boolean readyOrDead(ChildProcess process, AdminApi admin) {
    if (!process.isAlive()) {
      throw process.failure("ended before it was ready");
    }
    return admin.ready();
  }

  /** Writes the settings file of a router. */
  public static Path settings(Workspace workspace, Options options, int port, int adminPort) {
    return workspace.write(
        options.name() + "-" + port + ".yaml",
        """
        routerId: %s
        dataDirectory: %s
        admin:
          listen: 127.0.0.1:%d
        shutdown:
          readinessDelay: 0s
        router:
          listen: ["127.0.0.1:%d"]
        %s
        """
            .formatted(
                options.name(),
                workspace.file(options.name() + "-data"),
                adminPort,
                port,
                String.join("\n", options.routerSettings())));
  }

  /** The command that starts a router with that settings file. */
  public static List<String> command(Workspace workspace, String zookeeper, Path settings) {
    return List.of(
        workspace.launcher().toString(),
        "router",
        "--zookeeper",
        zookeeper,
        "--config",
        settings.toString());
  }

  /** Where it takes requests. */
  public URI url(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Its port for requests. */
  public int port() {
    return port;
  }

  /** From the start of the command to the first yes of {@code /readyz}. */
  public Duration startTime() {
    return startTime;
  }

  /** Its admin API. */
  public AdminApi admin() {
    return admin;
  }

  /** The process that it is. */
  public ChildProcess process() {
    return process;
  }

  /** Heap in use after a full collection. */
  public long liveHeapMiB(Workspace workspace) {
    return liveHeapBytes(workspace) >> 20;
  }

  /** Heap in use after a full collection. */
  public long liveHeapBytes(Workspace workspace) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    ChildProcess.start(
            "jcmd",
            workspace.file("jcmd.log"),
            Map.of(),
            List.of(jcmd.toString(), Long.toString(process.pid()), "GC.run"))
        .output(60);
    return admin.heapBytes();
  }

  @Override
  public void close() {
    process.close();
  }
}

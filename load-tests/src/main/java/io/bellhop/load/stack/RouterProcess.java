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

  private final Workspace workspace;
  private final Options options;
  private final int port;
  private final int adminPort;
  private final AdminApi admin;
  private volatile ChildProcess process;
  private volatile Duration startTime = Duration.ZERO;
  private int starts;

  private RouterProcess(Workspace workspace, Options options, int port, int adminPort) {
    this.workspace = workspace;
    this.options = options;
    this.port = port;
    this.adminPort = adminPort;
    this.admin = new AdminApi(URI.create("http://127.0.0.1:" + adminPort), TOKEN);
    this.process = launched();
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
    RouterProcess router =
        workspace.keep(
            new RouterProcess(workspace, options, Workspace.freePort(), Workspace.freePort()));
    router.awaitReady();
    return router;
  }

  private ChildProcess launched() {
    Path settings = settings(workspace, options, port, adminPort);
    starts++;
    return ChildProcess.start(
        options.name(),
        workspace.file("%s-%d-%d.log".formatted(options.name(), port, starts)),
        Map.of("BELLHOP_TOKEN", TOKEN, "BELLHOP_JAVA_OPTS", options.javaOptions()),
        command(workspace, options.zookeeper(), settings));
  }

  private void awaitReady() {
    startTime = Waiting.until(name() + " is ready", READY_LIMIT, () -> readyOrDead(process, admin));
  }

  /** Ends it at once, with whatever is under way on it (SIGKILL). */
  public void kill() {
    process.kill();
  }

  /** Stops it in the midst of what it does; its sockets stay open. */
  public void freeze() {
    process.signal("-STOP");
  }

  /** Lets it go on where it was frozen. */
  public void thaw() {
    process.signal("-CONT");
  }

  /** Starts it again, on its old ports; returns as soon as it says that it is ready. */
  public void restart() {
    process = launched();
    awaitReady();
  }

  /** What it calls itself among its peers. */
  public String name() {
    return options.name();
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

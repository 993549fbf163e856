package io.bellhop.load.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One server of an ensemble, in a process of its own, that can be killed and started again. */
final class ZooKeeperNode implements AutoCloseable {
  private final Workspace workspace;
  private final int id;
  private final int clientPort;
  private final Path config;
  private int starts;
  private @Nullable ChildProcess process;

  ZooKeeperNode(Workspace workspace, int id, int clientPort, String servers) {
    this.workspace = workspace;
    this.id = id;
    this.clientPort = clientPort;
    Path data = workspace.file("zookeeper" + id);
    try {
      Files.createDirectories(data);
      Files.writeString(data.resolve("myid"), Integer.toString(id));
    } catch (IOException e) {
      throw new LoadTestException("cannot make " + data, e);
    }
    this.config = workspace.write("zookeeper" + id + ".cfg", config(data, clientPort, servers));
  }

  private static String config(Path data, int clientPort, String servers) {
    return """
        dataDir=%s
        clientPort=%d
        clientPortAddress=127.0.0.1
        tickTime=500
        initLimit=20
        syncLimit=10
        minSessionTimeout=1000
        maxClientCnxns=0
        snapCount=1000000
        admin.enableServer=false
        4lw.commands.whitelist=*
        %s
        """
        .formatted(data, clientPort, servers);
  }

  void start() {
    starts++;
    String name = "zookeeper" + id;
    process =
        ChildProcess.start(
            name,
            workspace.file(name + "-" + starts + ".log"),
            Map.of(),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx3g",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "org.apache.zookeeper.server.quorum.QuorumPeerMain",
                config.toString()));
  }

  /** What it says of itself, by line; nothing where it does not answer. */
  Map<String, String> status() {
    return FourLetterWord.ask("srvr", clientPort);
  }

  void kill() {
    if (process != null) {
      process.kill();
      process = null;
    }
  }

  @Override
  public void close() {
    kill();
  }
}

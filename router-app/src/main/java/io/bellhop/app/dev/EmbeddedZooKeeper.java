package io.bellhop.app.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/** A ZooKeeper in this process, on any free port of the loopback, keeping its data on disk. */
final class EmbeddedZooKeeper implements AutoCloseable {
  private static final int TICK_MILLIS = 1_000;
  private static final int MAX_CONNECTIONS = 100;

  private final ServerCnxnFactory connections;

  private EmbeddedZooKeeper(ServerCnxnFactory connections) {
    this.connections = connections;
  }

  /** Starts on the data that is there, if any. */
  static EmbeddedZooKeeper start(Path directory) {
    // The transaction log grows by this at a time: 64 MB would be much for a few nodes.
    System.setProperty("zookeeper.preAllocSize", "1024");
    try {
      Files.createDirectories(directory);
      ZooKeeperServer server =
          new ZooKeeperServer(directory.toFile(), directory.toFile(), TICK_MILLIS);
      ServerCnxnFactory connections = new NIOServerCnxnFactory();
      connections.configure(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), MAX_CONNECTIONS);
      connections.startup(server);
      return new EmbeddedZooKeeper(connections);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "ZooKeeper cannot start on %s: name a directory it may write with --data"
              .formatted(directory),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while ZooKeeper started", e);
    }
  }

  /** Where it is reached, as {@code HOST:PORT}. */
  String connect() {
    return "127.0.0.1:" + connections.getLocalPort();
  }

  @Override
  public void close() {
    connections.shutdown();
  }
}

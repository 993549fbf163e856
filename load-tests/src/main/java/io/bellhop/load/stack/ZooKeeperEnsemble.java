package io.bellhop.load.stack;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;

/** A real ensemble: each server a process of its own. */
public final class ZooKeeperEnsemble implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration SESSION = Duration.ofSeconds(30);
  private static final Duration PROBE_SESSION = Duration.ofSeconds(2);

  private final List<Integer> clientPorts;
  private final List<ZooKeeperNode> nodes;

  private ZooKeeperEnsemble(List<Integer> clientPorts, List<ZooKeeperNode> nodes) {
    this.clientPorts = clientPorts;
    this.nodes = nodes;
  }

  /** Starts so many servers; returns when they take writes. */
  public static ZooKeeperEnsemble start(Workspace workspace, int size) {
    List<Integer> ports = IntStream.range(0, size).mapToObj(i -> Workspace.freePort()).toList();
    String servers =
        size == 1
            ? ""
            : IntStream.rangeClosed(1, size)
                .mapToObj(ZooKeeperEnsemble::serverLine)
                .collect(Collectors.joining("\n"));
    List<ZooKeeperNode> nodes =
        IntStream.rangeClosed(1, size)
            .mapToObj(id -> new ZooKeeperNode(workspace, id, ports.get(id - 1), servers))
            .toList();
    ZooKeeperEnsemble ensemble = workspace.keep(new ZooKeeperEnsemble(ports, nodes));
    nodes.forEach(ZooKeeperNode::start);
    ensemble.awaitWritable();
    return ensemble;
  }

  private static String serverLine(int id) {
    return "server.%d=127.0.0.1:%d:%d".formatted(id, Workspace.freePort(), Workspace.freePort());
  }

  /** Where clients connect. */
  public String connect() {
    return clientPorts.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
  }

  /** Kills one server, counted from 0, as a crash would. */
  public void kill(int node) {
    nodes.get(node).kill();
  }

  /** Which server leads, counted from 0; empty while none does. */
  public OptionalInt leader() {
    return IntStream.range(0, nodes.size())
        .filter(node -> "leader".equals(nodes.get(node).status().get("Mode")))
        .findFirst();
  }

  /**
   * The number of the last transaction that any server has, sessions that begin and end included.
   * Differences count transactions as long as the same server leads.
   */
  public long lastTransaction() {
    return nodes.stream()
        .map(node -> node.status().get("Zxid"))
        .filter(Objects::nonNull)
        .mapToLong(Long::decode)
        .max()
        .orElseThrow(() -> new LoadTestException("no server says its last transaction"));
  }

  /** Starts one server again, with the data it had. */
  public void restart(int node) {
    nodes.get(node).start();
  }

  /** Waits until a quorum stands. */
  public void awaitWritable() {
    Waiting.until("ZooKeeper at " + connect() + " takes writes", START_LIMIT, this::takesWrites);
  }

  /** A server takes clients only as one of a quorum. */
  private boolean takesWrites() {
    ZooKeeper client = client(PROBE_SESSION);
    try {
      return client.exists("/", false) != null;
    } catch (KeeperException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      close(client);
    }
  }

  static void close(ZooKeeper client) {
    try {
      client.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A client of its own, to be closed by the caller. */
  public ZooKeeper client() {
    return client(SESSION);
  }

  private ZooKeeper client(Duration session) {
    try {
      return new ZooKeeper(connect(), (int) session.toMillis(), event -> {});
    } catch (IOException e) {
      throw new LoadTestException("cannot reach ZooKeeper at " + connect(), e);
    }
  }

  @Override
  public void close() {
    nodes.forEach(ZooKeeperNode::close);
  }
}

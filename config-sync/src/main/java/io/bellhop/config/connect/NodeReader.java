package io.bellhop.config.connect;

import io.bellhop.config.assemble.NodeContent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * Reads nodes, many in one request and several requests under way, so that a large tree is read at
 * the speed of the ensemble and a single change in one round trip. Used by one thread, on which the
 * answers arrive too; reads queue here only as far as their askers ask.
 */
public final class NodeReader {
  private static final int MAX_NODES_PER_REQUEST = 64;
  private static final int MAX_REQUESTS_UNDER_WAY = 32;

  /** What a listing of children brought. */
  public sealed interface Listing {
    /** The node is there, with these children. */
    record Present(List<String> children) implements Listing {}

    /** There is no such node. */
    record Missing() implements Listing {}

    /** The node was not given to us. */
    record Unreadable(String reason) implements Listing {}
  }

  private record Pending(Op op, Consumer<OpResult> answer) {}

  private final Executor thread;
  private final LongConsumer transactions;
  private final Consumer<String> onFailure;
  private final Queue<Pending> queue = new ArrayDeque<>();
  private @Nullable ZooKeeper session;
  private int underWay;
  private int generation;

  /**
   * A reader without a session.
   *
   * @param thread the one that uses this reader
   * @param transactions told of every transaction seen
   * @param onFailure told when a whole request failed: what was asked is not known, and has to be
   *     asked again
   */
  public NodeReader(Executor thread, LongConsumer transactions, Consumer<String> onFailure) {
    this.thread = thread;
    this.transactions = transactions;
    this.onFailure = onFailure;
  }

  /** Begins anew: what was asked before is never answered. */
  public void reset(@Nullable ZooKeeper newSession) {
    generation++;
    session = newSession;
    queue.clear();
    underWay = 0;
  }

  /** Reads one node. */
  public void read(String path, Consumer<NodeContent> answer) {
    add(Op.getData(path), result -> answer.accept(content(path, result)));
  }

  /** Lists one node's children. */
  public void list(String path, Consumer<Listing> answer) {
    add(Op.getChildren(path), result -> answer.accept(listing(path, result)));
  }

  private void add(Op op, Consumer<OpResult> answer) {
    queue.add(new Pending(op, answer));
  }

  /** Sends what was asked for, as far as the bounds allow; the rest follows by itself. */
  public void flush() {
    ZooKeeper current = session;
    while (current != null && !queue.isEmpty() && underWay < MAX_REQUESTS_UNDER_WAY) {
      send(current);
    }
  }

  private void send(ZooKeeper current) {
    List<Pending> batch = new ArrayList<>(Math.min(queue.size(), MAX_NODES_PER_REQUEST));
    while (batch.size() < MAX_NODES_PER_REQUEST) {
      Pending next = queue.poll();
      if (next == null) {
        break;
      }
      batch.add(next);
    }
    underWay++;
    int sentIn = generation;
    current.multi(
        batch.stream().map(Pending::op).toList(),
        (code, path, context, results) ->
            thread.execute(() -> answered(sentIn, batch, code, results)),
        null);
  }

  private void answered(
      int sentIn, List<Pending> batch, int code, @Nullable List<OpResult> results) {
    if (sentIn != generation) {
      return; // A later session reads everything anew.
    }
    underWay--;
    if (results == null) {
      onFailure.accept(Code.get(code).name());
      return;
    }
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).answer().accept(results.get(i));
    }
    flush();
  }

  private NodeContent content(String path, OpResult result) {
    if (result instanceof OpResult.GetDataResult data) {
      Stat stat = data.getStat();
      transactions.accept(stat.getMzxid());
      byte[] json = data.getData() == null ? new byte[0] : data.getData();
      return new NodeContent.Present(json, stat.getCzxid(), stat.getMzxid());
    }
    Code code = code(result);
    return code == Code.NONODE
        ? new NodeContent.Missing()
        : new NodeContent.Unreadable(unreadable(path, code));
  }

  private static Listing listing(String path, OpResult result) {
    if (result instanceof OpResult.GetChildrenResult children) {
      return new Listing.Present(children.getChildren());
    }
    Code code = code(result);
    return code == Code.NONODE
        ? new Listing.Missing()
        : new Listing.Unreadable(unreadable(path, code));
  }

  private static Code code(OpResult result) {
    return result instanceof OpResult.ErrorResult error
        ? Code.get(error.getErr())
        : Code.SYSTEMERROR;
  }

  private static String unreadable(String path, Code code) {
    return code == Code.NOAUTH
        ? "no permission to read %s: check zookeeper.digest and the node's ACL".formatted(path)
        : "ZooKeeper did not give %s: %s".formatted(path, code.name());
  }
}

package io.bellhop.config.coordinate;

import io.bellhop.config.coordinate.nodes.Answer;
import io.bellhop.config.coordinate.nodes.Commit;
import io.bellhop.config.coordinate.nodes.Nodes;
import io.bellhop.config.coordinate.nodes.Versioned;
import io.bellhop.config.coordinate.nodes.Worker;
import io.bellhop.config.coordinate.nodes.Write;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.jspecify.annotations.Nullable;

/** One session of ZooKeeper's client; every call is given up after a time. */
final class ZooKeeperNodes implements Nodes {
  private static final byte[] NOTHING = {};

  private final ZooKeeper session;
  private final Worker worker;
  private final List<ACL> acl;
  private final Duration timeout;

  ZooKeeperNodes(ZooKeeper session, Worker worker, List<ACL> acl, Duration timeout) {
    this.session = session;
    this.worker = worker;
    this.acl = acl;
    this.timeout = timeout;
  }

  @Override
  public void sync(String path, Consumer<Answer<String>> taker) {
    Once<Answer<String>> answer = new Once<>(taker, Answer.Failed::new);
    session.sync(path, (rc, p, context) -> answer.give(answer(Code.get(rc), () -> p)), null);
  }

  @Override
  public void get(String path, Consumer<Answer<Versioned>> taker) {
    Once<Answer<Versioned>> answer = new Once<>(taker, Answer.Failed::new);
    session.getData(
        path,
        false,
        (rc, p, context, data, stat) ->
            answer.give(
                answer(
                    Code.get(rc),
                    () ->
                        new Versioned(
                            data == null ? NOTHING : data,
                            stat.getVersion(),
                            stat.getCtime(),
                            stat.getMtime()))),
        null);
  }

  @Override
  public void children(String path, Consumer<Answer<List<String>>> taker) {
    Once<Answer<List<String>>> answer = new Once<>(taker, Answer.Failed::new);
    session.getChildren(
        path,
        false,
        (int rc, String p, Object context, List<String> children) ->
            answer.give(answer(Code.get(rc), () -> children)),
        null);
  }

  private static <T> Answer<T> answer(Code code, Supplier<T> value) {
    return switch (code) {
      case OK -> new Answer.Present<>(value.get());
      case NONODE -> new Answer.Missing<>();
      default -> new Answer.Failed<>(reason(code));
    };
  }

  private static String reason(Code code) {
    return code == Code.NOAUTH
        ? "ZooKeeper does not permit it: check zookeeper.digest and the nodes' ACL"
        : "ZooKeeper says " + code;
  }

  @Override
  public void commit(List<Write> writes, Consumer<Commit> taker) {
    Once<Commit> answer = new Once<>(taker, Commit.Failed::new);
    session.multi(
        writes.stream().map(this::op).toList(),
        (rc, path, context, results) -> answer.give(outcome(Code.get(rc), results)),
        null);
  }

  private Op op(Write write) {
    if (write instanceof Write.Create create) {
      CreateMode mode = create.ephemeral() ? CreateMode.EPHEMERAL : CreateMode.PERSISTENT;
      return Op.create(create.path(), create.json(), acl, mode);
    }
    if (write instanceof Write.Put put) {
      return Op.setData(put.path(), put.json(), put.version());
    }
    if (write instanceof Write.Delete delete) {
      return Op.delete(delete.path(), delete.version());
    }
    Write.Check check = (Write.Check) write;
    return Op.check(check.path(), check.version());
  }

  private static Commit outcome(Code code, @Nullable List<OpResult> results) {
    return switch (cause(code, results)) {
      case OK -> new Commit.Done();
      case NONODE -> new Commit.Refused(Commit.Cause.MISSING);
      case NODEEXISTS -> new Commit.Refused(Commit.Cause.EXISTS);
      case BADVERSION, NOTEMPTY -> new Commit.Refused(Commit.Cause.CHANGED);
      default -> new Commit.Failed(reason(code));
    };
  }

  /** The first operation that was refused; those behind it only say that they were not tried. */
  private static Code cause(Code code, @Nullable List<OpResult> results) {
    if (results != null) {
      for (OpResult result : results) {
        if (result instanceof OpResult.ErrorResult error && error.getErr() != Code.OK.intValue()) {
          return Code.get(error.getErr());
        }
      }
    }
    return code;
  }

  /** Hands the first of answer and timeout over to the worker. */
  private final class Once<T> {
    private final AtomicBoolean given = new AtomicBoolean();
    private final Consumer<T> taker;
    private final Runnable callOffTimeout;

    Once(Consumer<T> taker, Function<String, T> failure) {
      this.taker = taker;
      String reason = "ZooKeeper did not answer within %d ms".formatted(timeout.toMillis());
      this.callOffTimeout = worker.schedule(() -> give(failure.apply(reason)), timeout);
    }

    void give(T answer) {
      if (!given.getAndSet(true)) {
        callOffTimeout.run();
        worker.execute(() -> taker.accept(answer));
      }
    }
  }
}

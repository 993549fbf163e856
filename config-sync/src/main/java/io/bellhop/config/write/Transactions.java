package io.bellhop.config.write;

import io.bellhop.config.connect.Ensemble;
import io.bellhop.model.StoreException;
import io.bellhop.model.StoreException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/** Reads and transactions that wait for their answer, for a bounded time. Thread safe. */
public final class Transactions {
  /**
   * A node's data with the version that a change is made against.
   *
   * @param created the transaction that made the node
   * @param owner the session that an ephemeral node lives with; 0 for others
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Versioned(byte[] json, int version, long created, long owner) {}

  /** What became of a transaction: all of it was done, or nothing. */
  public sealed interface Outcome {
    /** All of it was done. */
    record Committed() implements Outcome {}

    /** Nothing was done, since the tree is not as the transaction expected. */
    record Refused(Code code) implements Outcome {}
  }

  private final Ensemble ensemble;
  private final String address;
  private final Duration timeout;
  private final @Nullable ZooKeeper only;

  /** Over whatever session there is. */
  public Transactions(Ensemble ensemble, String address, Duration timeout) {
    this(ensemble, address, timeout, null);
  }

  private Transactions(
      Ensemble ensemble, String address, Duration timeout, @Nullable ZooKeeper only) {
    this.ensemble = ensemble;
    this.address = address;
    this.timeout = timeout;
    this.only = only;
  }

  /** The same over the session that there is now, and no other: what follows fails when it ends. */
  public Transactions inOneSession() throws StoreException {
    return new Transactions(ensemble, address, timeout, session());
  }

  /** The id of the session that there is now. */
  public long sessionId() throws StoreException {
    return session().getSessionId();
  }

  /** The node's data; empty where there is no such node. */
  public Optional<Versioned> read(String path) throws StoreException {
    return read(List.of(path)).get(0);
  }

  /** The data of several nodes, in the order of their paths, in one round trip. */
  public List<Optional<Versioned>> read(List<String> paths) throws StoreException {
    CompletableFuture<Optional<List<Optional<Versioned>>>> answer = new CompletableFuture<>();
    session()
        .multi(
            paths.stream().map(Op::getData).toList(),
            (code, path, context, results) -> {
              Code refused = refused(code, results);
              complete(
                  answer,
                  refused.intValue(),
                  () -> results.stream().map(Transactions::one).toList());
            },
            null);
    return await(answer, "nothing was changed").orElseThrow();
  }

  /**
   * What kept any of it from being read; a node that is not there does not, though the code of the
   * whole is then that of the first such.
   */
  private static Code refused(int code, @Nullable List<OpResult> results) {
    return results == null
        ? Code.get(code)
        : results.stream()
            .filter(OpResult.ErrorResult.class::isInstance)
            .map(result -> Code.get(((OpResult.ErrorResult) result).getErr()))
            .filter(each -> each != Code.NONODE)
            .findFirst()
            .orElse(Code.OK);
  }

  private static Optional<Versioned> one(OpResult result) {
    return result instanceof OpResult.GetDataResult data
        ? Optional.of(versioned(data.getData(), data.getStat()))
        : Optional.empty();
  }

  private static Versioned versioned(byte @Nullable [] data, Stat stat) {
    return new Versioned(
        data == null ? new byte[0] : data,
        stat.getVersion(),
        stat.getCzxid(),
        stat.getEphemeralOwner());
  }

  /** The names of the node's children; empty where there is no such node. */
  public Optional<List<String>> children(String path) throws StoreException {
    CompletableFuture<Optional<List<String>>> answer = new CompletableFuture<>();
    session()
        .getChildren(
            path,
            false,
            (int code, String p, Object context, List<String> children) ->
                complete(answer, code, () -> children),
            null);
    return await(answer, "nothing was changed");
  }

  private static <T> void complete(
      CompletableFuture<Optional<T>> answer, int code, Supplier<T> value) {
    switch (Code.get(code)) {
      case OK -> answer.complete(Optional.of(value.get()));
      case NONODE -> answer.complete(Optional.empty());
      default -> answer.completeExceptionally(KeeperException.create(Code.get(code)));
    }
  }

  /** Does all of the operations, or none. */
  public Outcome commit(List<Op> operations) throws StoreException {
    CompletableFuture<Outcome> answer = new CompletableFuture<>();
    session()
        .multi(
            operations, (code, path, context, results) -> complete(answer, Code.get(code)), null);
    return await(answer, "the change may have been made or not: look before trying again");
  }

  private static void complete(CompletableFuture<Outcome> answer, Code code) {
    switch (code) {
      case OK -> answer.complete(new Outcome.Committed());
      case NONODE, NODEEXISTS, BADVERSION, NOTEMPTY, RUNTIMEINCONSISTENCY ->
          answer.complete(new Outcome.Refused(code));
      default -> answer.completeExceptionally(KeeperException.create(code));
    }
  }

  private ZooKeeper session() throws StoreException {
    if (only != null) {
      return only;
    }
    try {
      if (ensemble.awaitConnected(timeout)) {
        Optional<ZooKeeper> session = ensemble.session();
        if (session.isPresent()) {
          return session.get();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw unavailable("nothing was changed", null);
  }

  private <T> T await(CompletableFuture<T> answer, String consequence) throws StoreException {
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw unavailable(consequence, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(consequence, e);
    } catch (ExecutionException e) {
      throw failed(e, consequence);
    }
  }

  private StoreException failed(ExecutionException failure, String consequence) {
    if (failure.getCause() instanceof KeeperException.NoAuthException noAuth) {
      return new StoreException(
          Reason.UNAVAILABLE,
          "ZooKeeper at %s does not permit the change: check zookeeper.digest and the nodes' ACL"
              .formatted(address),
          noAuth);
    }
    return unavailable(consequence, failure.getCause());
  }

  private StoreException unavailable(String consequence, @Nullable Throwable cause) {
    String message =
        "ZooKeeper at %s did not answer within %d ms; %s"
            .formatted(address, timeout.toMillis(), consequence);
    return cause == null
        ? new StoreException(Reason.UNAVAILABLE, message)
        : new StoreException(Reason.UNAVAILABLE, message, cause);
  }
}

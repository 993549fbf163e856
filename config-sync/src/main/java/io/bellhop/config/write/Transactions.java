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
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/** Reads and transactions that wait for their answer, for a bounded time. Thread safe. */
final class Transactions {
  /** A node's data with the version that a change is made against. */
  @SuppressWarnings("ArrayRecordComponent")
  record Versioned(byte[] json, int version) {}

  /** What became of a transaction: all of it was done, or nothing. */
  sealed interface Outcome {
    /** All of it was done. */
    record Committed() implements Outcome {}

    /** Nothing was done, since the tree is not as the transaction expected. */
    record Refused(Code code) implements Outcome {}
  }

  private final Ensemble ensemble;
  private final String address;
  private final Duration timeout;

  Transactions(Ensemble ensemble, String address, Duration timeout) {
    this.ensemble = ensemble;
    this.address = address;
    this.timeout = timeout;
  }

  /** The node's data; empty where there is no such node. */
  Optional<Versioned> read(String path) throws StoreException {
    CompletableFuture<Optional<Versioned>> answer = new CompletableFuture<>();
    session()
        .getData(
            path,
            false,
            (code, p, context, data, stat) ->
                complete(
                    answer,
                    code,
                    () -> new Versioned(data == null ? new byte[0] : data, stat.getVersion())),
            null);
    return await(answer, "nothing was changed");
  }

  /** The names of the node's children; empty where there is no such node. */
  Optional<List<String>> children(String path) throws StoreException {
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
  Outcome commit(List<Op> operations) throws StoreException {
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

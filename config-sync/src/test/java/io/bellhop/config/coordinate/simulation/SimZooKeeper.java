package io.bellhop.config.coordinate.simulation;

import io.bellhop.config.coordinate.nodes.Commit;
import io.bellhop.config.coordinate.nodes.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tree with all its past, so that a session can read an old state: transactions, versions,
 * ephemeral nodes. Who reads what and when is up to {@link SimSession}.
 */
final class SimZooKeeper {
  @SuppressWarnings("ArrayRecordComponent")
  record Znode(byte[] json, int version, long session) {}

  /** Told of every transaction, when it is done. */
  interface Observer {
    void committed(Map<String, Optional<Znode>> before, Set<String> changed, long transaction);
  }

  private final Map<String, TreeMap<Long, Optional<Znode>>> past = new TreeMap<>();
  private final List<Observer> observers = new ArrayList<>();
  private long transaction = 1;

  void observe(Observer observer) {
    observers.add(observer);
  }

  long transaction() {
    return transaction;
  }

  Optional<Znode> at(String path, long view) {
    TreeMap<Long, Optional<Znode>> states = past.get(path);
    if (states == null) {
      return Optional.empty();
    }
    Map.Entry<Long, Optional<Znode>> last = states.floorEntry(view);
    return last == null ? Optional.empty() : last.getValue();
  }

  Optional<Znode> now(String path) {
    return at(path, transaction);
  }

  List<String> children(String path, long view) {
    List<String> children = new ArrayList<>();
    String prefix = path + "/";
    for (String candidate : past.keySet()) {
      if (candidate.startsWith(prefix)
          && candidate.indexOf('/', prefix.length()) < 0
          && at(candidate, view).isPresent()) {
        children.add(candidate.substring(prefix.length()));
      }
    }
    return children;
  }

  /** Does all of the writes, or none. */
  Commit execute(List<Write> writes, long session) {
    Map<String, Optional<Znode>> next = new LinkedHashMap<>();
    for (Write write : writes) {
      Commit.Cause refusal = apply(write, session, next);
      if (refusal != null) {
        return new Commit.Refused(refusal);
      }
    }
    Map<String, Optional<Znode>> before = new HashMap<>();
    next.keySet().forEach(path -> before.put(path, now(path)));
    transaction++;
    next.forEach(
        (path, node) -> past.computeIfAbsent(path, p -> new TreeMap<>()).put(transaction, node));
    observers.forEach(observer -> observer.committed(before, next.keySet(), transaction));
    return new Commit.Done();
  }

  private Commit.@Nullable Cause apply(
      Write write, long session, Map<String, Optional<Znode>> next) {
    if (write instanceof Write.Create create) {
      if (current(create.path(), next).isPresent()) {
        return Commit.Cause.EXISTS;
      }
      next.put(
          create.path(),
          Optional.of(new Znode(create.json(), 0, create.ephemeral() ? session : 0)));
      return null;
    }
    if (write instanceof Write.Put put) {
      Optional<Znode> old = current(put.path(), next);
      Commit.Cause refusal = check(old, put.version());
      if (refusal == null) {
        Znode node = old.orElseThrow();
        next.put(
            put.path(), Optional.of(new Znode(put.json(), node.version() + 1, node.session())));
      }
      return refusal;
    }
    if (write instanceof Write.Delete delete) {
      Commit.Cause refusal = check(current(delete.path(), next), delete.version());
      next.put(delete.path(), Optional.empty());
      return refusal;
    }
    Write.Check check = (Write.Check) write;
    return check(current(check.path(), next), check.version());
  }

  private Optional<Znode> current(String path, Map<String, Optional<Znode>> next) {
    return next.containsKey(path) ? next.get(path) : now(path);
  }

  private static Commit.@Nullable Cause check(Optional<Znode> node, int version) {
    if (node.isEmpty()) {
      return Commit.Cause.MISSING;
    }
    boolean asExpected = version == Write.ANY_VERSION || node.get().version() == version;
    return asExpected ? null : Commit.Cause.CHANGED;
  }

  /** The session is over: its ephemeral nodes go. */
  void expire(long session) {
    List<Write> deletes = new ArrayList<>();
    for (String path : past.keySet()) {
      now(path)
          .filter(node -> node.session() == session)
          .ifPresent(node -> deletes.add(new Write.Delete(path, Write.ANY_VERSION)));
    }
    if (!deletes.isEmpty()) {
      Commit unused = execute(deletes, session);
    }
  }
}

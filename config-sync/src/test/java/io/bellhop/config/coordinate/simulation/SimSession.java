package io.bellhop.config.coordinate.simulation;

import io.bellhop.config.coordinate.nodes.Answer;
import io.bellhop.config.coordinate.nodes.Commit;
import io.bellhop.config.coordinate.nodes.Nodes;
import io.bellhop.config.coordinate.nodes.Versioned;
import io.bellhop.config.coordinate.nodes.Write;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * One connection of a session: requests and answers travel in order and take their time; reads see
 * an old state unless synced, but never an older one than before; what is under way when the
 * connection breaks fails, though it may have been done.
 */
final class SimSession implements Nodes {
  private final SimZooKeeper zookeeper;
  private final Events events;
  private final Executor worker;
  private final UnaryOperator<List<Write>> commits;
  private final long id;
  private long view;
  private long lastArrival;
  private long lastAnswer;
  private boolean up = true;

  /**
   * Connects.
   *
   * @param commits what becomes of a transaction on its way; empty for nothing is sent at all
   */
  SimSession(
      SimZooKeeper zookeeper,
      Events events,
      Executor worker,
      long id,
      UnaryOperator<List<Write>> commits) {
    this.zookeeper = zookeeper;
    this.events = events;
    this.worker = worker;
    this.commits = commits;
    this.id = id;
    this.view = events.chance(0.5) ? zookeeper.transaction() : 0;
  }

  long id() {
    return id;
  }

  boolean isUp() {
    return up;
  }

  void goDown() {
    up = false;
  }

  /** An event of a transaction arrives: nothing older is read from now on. */
  void saw(long transaction) {
    view = Math.max(view, transaction);
  }

  long view() {
    return view;
  }

  /** Tells of a transaction, in one order with the answers: what is read later is not older. */
  void push(long transaction, Runnable event) {
    lastAnswer = Math.max(lastAnswer, events.now() + events.delay());
    events.at(
        lastAnswer,
        () -> {
          if (up) {
            saw(transaction);
            worker.execute(event);
          }
        });
  }

  private <T> void call(Supplier<T> atServer, Function<String, T> failed, Consumer<T> taker) {
    lastArrival = Math.max(lastArrival, events.now() + events.delay());
    events.at(
        lastArrival,
        () -> {
          // A request may still arrive over a connection that breaks behind it.
          boolean arrives = up || events.chance(0.5);
          T result = arrives ? atServer.get() : failed.apply("connection lost");
          lastAnswer = Math.max(lastAnswer, events.now() + events.delay());
          events.at(
              lastAnswer,
              () ->
                  worker.execute(
                      () -> taker.accept(up ? result : failed.apply("connection lost"))));
        });
  }

  private void maybeCatchUp() {
    // No client may see a state before the one it saw; any later one is as good as another.
    if (view == 0 || events.chance(0.6)) {
      view = zookeeper.transaction();
    }
  }

  @Override
  public void sync(String path, Consumer<Answer<String>> taker) {
    call(
        () -> {
          view = zookeeper.transaction();
          return new Answer.Present<>(path);
        },
        Answer.Failed::new,
        taker);
  }

  @Override
  public void get(String path, Consumer<Answer<Versioned>> taker) {
    call(
        () -> {
          maybeCatchUp();
          Optional<SimZooKeeper.Znode> node = zookeeper.at(path, view);
          return node.isPresent()
              ? new Answer.Present<>(new Versioned(node.get().json(), node.get().version(), 0, 0))
              : new Answer.Missing<>();
        },
        Answer.Failed::new,
        taker);
  }

  @Override
  public void children(String path, Consumer<Answer<List<String>>> taker) {
    call(
        () -> {
          maybeCatchUp();
          return new Answer.Present<>(zookeeper.children(path, view));
        },
        Answer.Failed::new,
        taker);
  }

  @Override
  public void commit(List<Write> writes, Consumer<Commit> taker) {
    call(
        () -> {
          List<Write> sent = commits.apply(writes);
          if (sent.isEmpty()) {
            return new Commit.Failed("connection lost");
          }
          Commit outcome = zookeeper.execute(sent, id);
          view = zookeeper.transaction();
          return outcome;
        },
        Commit.Failed::new,
        taker);
  }
}

package io.bellhop.load.scenario;

import io.bellhop.load.stack.RouterProcess;
import io.bellhop.load.stack.Waiting;
import io.bellhop.load.stack.Workspace;
import io.bellhop.load.stack.Wrk;
import java.time.Duration;
import java.util.List;

/**
 * A three-node ensemble loses one node, then all, under load; comes back; and is away when a router
 * boots. No request fails, and changes flow whenever there is a quorum.
 */
public final class Outage implements Scenario {
  private static final int NODES = 3;
  private static final int MOST_LOAD_SECONDS = 600;
  private static final Duration OUTAGE = Duration.ofSeconds(20);

  @Override
  public void run(Workspace workspace, List<String> arguments) {
    Stack stack = Stack.start(workspace, NODES);
    Wrk wrk = Wrk.start(workspace, stack.router().url("/"), Stack.HOST, MOST_LOAD_SECONDS);
    loseOneNodeAfterAnother(stack);
    loseAll(stack);
    Say.fact("a switch once ZooKeeper is back took", stack.switchOnceThereIsAQuorum(Stack.GREEN));
    Wrk.Result load = wrk.stop();
    Reports.load(load);
    load.requireNoFailure();
    bootWithoutZooKeeper(workspace, stack);
  }

  /** Each in turn, since only one of them has the router's session and one leads. */
  private static void loseOneNodeAfterAnother(Stack stack) {
    for (int node = 0; node < NODES; node++) {
      stack.zookeeper().kill(node);
      String next = node % 2 == 0 ? Stack.GREEN : Stack.BLUE;
      Say.fact(
          "a switch with node %d dead took".formatted(node), stack.switchOnceThereIsAQuorum(next));
      stack.zookeeper().restart(node);
      stack.zookeeper().awaitWritable();
    }
    stack.switchOnceThereIsAQuorum(Stack.BLUE);
  }

  private static void loseAll(Stack stack) {
    for (int node = 0; node < NODES; node++) {
      stack.zookeeper().kill(node);
    }
    Waiting.pause(OUTAGE);
    requireAnswer(stack.router(), "after %d s without ZooKeeper".formatted(OUTAGE.toSeconds()));
    for (int node = 0; node < NODES; node++) {
      stack.zookeeper().restart(node);
    }
    stack.zookeeper().awaitWritable();
  }

  private static void bootWithoutZooKeeper(Workspace workspace, Stack stack) {
    for (int node = 0; node < NODES; node++) {
      stack.zookeeper().kill(node);
    }
    stack.router().close();
    RouterProcess booted =
        RouterProcess.start(
            workspace, RouterProcess.Options.of("router", stack.zookeeper().connect()));
    Say.fact("boot with ZooKeeper down, to ready", booted.startTime());
    String answer = Stack.answer(booted);
    if (!answer.equals(Stack.GREEN)) {
      throw booted.process().failure("answered '%s' from its copy on disk".formatted(answer));
    }
  }

  private static void requireAnswer(RouterProcess router, String when) {
    String answer = Stack.answer(router);
    if (!answer.equals(Stack.BLUE)) {
      throw router.process().failure("answered '%s' %s".formatted(answer, when));
    }
  }
}

package io.bellhop.load.scenario;

import io.bellhop.load.stack.Waiting;
import io.bellhop.load.stack.Workspace;
import io.bellhop.load.stack.Wrk;
import java.time.Duration;
import java.util.List;

/** Five hundred switches under load, and no request fails. */
public final class Switches implements Scenario {
  private static final int SWITCHES = 500;
  private static final int MOST_LOAD_SECONDS = 600;
  private static final Duration PAUSE = Duration.ofMillis(50);

  @Override
  public void run(Workspace workspace, List<String> arguments) {
    Stack stack = Stack.start(workspace, 1);
    Wrk wrk = Wrk.start(workspace, stack.router().url("/"), Stack.HOST, MOST_LOAD_SECONDS);
    long[] nanos = new long[SWITCHES];
    for (int i = 0; i < SWITCHES; i++) {
      nanos[i] = stack.switchTo(i % 2 == 0 ? Stack.GREEN : Stack.BLUE).toNanos();
      Waiting.pause(PAUSE);
    }
    Wrk.Result load = wrk.stop();
    Say.distribution("switch asked for → first answer by it, under load", nanos);
    Say.fact("switches", Integer.toString(SWITCHES));
    Reports.load(load);
    load.requireNoFailure();
  }
}

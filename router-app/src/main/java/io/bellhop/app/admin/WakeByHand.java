package io.bellhop.app.admin;

import io.bellhop.model.AppName;
import io.bellhop.model.wake.Demand;
import io.bellhop.model.wake.WakeAnswer;
import io.bellhop.model.wake.WakeCause;
import io.bellhop.model.wake.WakeTrouble;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Wakes apps because somebody asks for it, and waits until this router knows them awake. */
final class WakeByHand {
  // Beyond what waking answers itself within: zookeeper.connectTimeout.
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  private final TableWatch table;
  private final Demand demand;

  WakeByHand(TableWatch table, Demand demand) {
    this.table = table;
    this.demand = demand;
  }

  /** Wakes; no change where the app serves. A refusal is a problem that says why. */
  void wake(AppName app) {
    WakeAnswer answer = answered(app);
    if (answer instanceof WakeAnswer.Coming coming) {
      table.awaitApp(app, known -> known.traffic().epoch() >= coming.epoch());
    } else if (answer instanceof WakeAnswer.Refused refused) {
      throw refused(refused.trouble());
    }
  }

  private WakeAnswer answered(AppName app) {
    try {
      return demand
          .wake(app, WakeCause.BY_HAND)
          .toCompletableFuture()
          .get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw refused(
          WakeTrouble.of(WakeTrouble.Kind.STORE_AWAY, "the wake was not answered in time"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refused(WakeTrouble.of(WakeTrouble.Kind.STORE_AWAY, "this router ends"));
    }
  }

  private static ProblemException refused(WakeTrouble trouble) {
    return trouble.kind() == WakeTrouble.Kind.STORE_AWAY
        ? new ProblemException(
                ProblemCode.UNAVAILABLE, trouble.message(), "try again once ZooKeeper is back")
            .withHeader("Retry-After", "1")
        : new ProblemException(
            ProblemCode.CONFLICT, trouble.message(), "see `bellhop explain APP`");
  }
}

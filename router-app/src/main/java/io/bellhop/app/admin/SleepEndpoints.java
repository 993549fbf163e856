package io.bellhop.app.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.app.settings.DurationText;
import io.bellhop.config.json.SleepNodesJson;
import io.bellhop.model.AppName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.StoreException;
import io.bellhop.model.sleep.SleepStatus;
import io.bellhop.model.sleep.Sleeps;
import io.bellhop.model.wake.Demand;
import io.bellhop.model.wake.WakeAnswer;
import io.bellhop.model.wake.WakeCause;
import io.bellhop.model.wake.WakeTrouble;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Putting apps to sleep and waking them, and what keeps them awake. */
final class SleepEndpoints {
  private static final String APP = "/api/v1/apps/{app}/";
  private static final int ACCEPTED = 202;
  // Beyond what waking answers itself within: zookeeper.connectTimeout.
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
  private static final Duration LONGEST_LEASE = Duration.ofDays(7);

  private final TableWatch table;
  private final Sleeps sleeps;
  private final Demand demand;

  SleepEndpoints(TableWatch table, Sleeps sleeps, Demand demand) {
    this.table = table;
    this.sleeps = sleeps;
    this.demand = demand;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.read(APP + "wakes", call -> Reply.ok(status(call.app()))),
        Endpoint.change("POST", APP + "sleep", this::sleep),
        Endpoint.change("POST", APP + "wake", call -> wake(call.app())),
        Endpoint.change("POST", APP + "pin", call -> pin(call, true)),
        Endpoint.change("POST", APP + "unpin", call -> pin(call, false)),
        Endpoint.change("PUT", APP + "busy", this::busy));
  }

  private ObjectNode status(AppName app) throws StoreException {
    return body(sleeps.status(app));
  }

  private static ObjectNode body(SleepStatus status) {
    ObjectNode body = SleepNodesJson.tree(status);
    body.put("mode", status.traffic().mode().wireName());
    body.put("epoch", status.traffic().epoch());
    return body;
  }

  private Reply sleep(Call call) throws StoreException {
    sleeps.sleep(call.app());
    return Reply.json(ACCEPTED, status(call.app()));
  }

  private Reply wake(AppName app) throws StoreException {
    // One that does not exist is refused as such, not as one that nothing can wake.
    SleepStatus unused = sleeps.status(app);
    WakeAnswer answer = answered(app);
    if (answer instanceof WakeAnswer.Coming coming) {
      table.awaitApp(app, known -> known.traffic().epoch() >= coming.epoch());
    } else if (answer instanceof WakeAnswer.Refused refused) {
      throw refused(refused.trouble());
    }
    return Reply.ok(status(app));
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

  private Reply pin(Call call, boolean pinned) throws StoreException {
    sleeps.pin(call.app(), pinned);
    return pinned ? wake(call.app()) : Reply.ok(status(call.app()));
  }

  private Reply busy(Call call) throws StoreException {
    Duration lease =
        DurationText.parse(
            call.query("for")
                .orElseThrow(
                    () -> new InvalidValueException("say for how long it is busy: ?for=10m")));
    if (lease.isZero() || lease.compareTo(LONGEST_LEASE) > 0) {
      throw new InvalidValueException(
          "a lease of %s is not valid: use 1ms to 7d".formatted(DurationText.format(lease)));
    }
    sleeps.busy(call.app(), lease);
    return Reply.ok(status(call.app()));
  }
}

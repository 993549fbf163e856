package io.bellhop.app.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.app.settings.DurationText;
import io.bellhop.config.json.SleepNodesJson;
import io.bellhop.model.AppName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.StoreException;
import io.bellhop.model.sleep.SleepStatus;
import io.bellhop.model.sleep.Sleeps;
import java.time.Duration;
import java.util.List;

/** Putting apps to sleep and waking them, and what keeps them awake. */
final class SleepEndpoints {
  private static final String APP = "/api/v1/apps/{app}/";
  private static final int ACCEPTED = 202;
  private static final Duration LONGEST_LEASE = Duration.ofDays(7);

  private final Sleeps sleeps;
  private final WakeByHand wakes;

  SleepEndpoints(Sleeps sleeps, WakeByHand wakes) {
    this.sleeps = sleeps;
    this.wakes = wakes;
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
    ObjectNode body = SleepNodesJson.tree(status, System.currentTimeMillis());
    body.put("mode", status.traffic().mode().wireName());
    body.put("epoch", status.traffic().epoch());
    status.traffic().restsWith().ifPresent(most -> body.put("restsWith", most));
    return body;
  }

  private Reply sleep(Call call) throws StoreException {
    sleeps.sleep(call.app());
    return Reply.json(ACCEPTED, status(call.app()));
  }

  private Reply wake(AppName app) throws StoreException {
    // One that does not exist is refused as such, not as one that nothing can wake.
    SleepStatus unused = sleeps.status(app);
    wakes.wake(app);
    return Reply.ok(status(app));
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

package io.bellhop.config.coordinate.sleep;

import io.bellhop.model.AppName;
import io.bellhop.model.RouterId;
import io.bellhop.model.SleepSpec;
import io.bellhop.model.Traffic;
import io.bellhop.model.sleep.KeptAwake;
import io.bellhop.model.sleep.SleepAck;
import io.bellhop.model.sleep.SleepAttempt;
import io.bellhop.model.sleep.WakeLedger;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * All that is decided on, read over one session with the traffic before the routers: who reads a
 * mode of draining lists every router that was a member when it was written, but those that are
 * gone since, which the attempt names.
 *
 * @param self the router that decides
 * @param sleep what the app's spec says
 * @param rolling whether a rollout is under way or waits
 * @param demand the routers on which it has something to do
 * @param routersVersion of the node of all routers, which each one that joins moves; negative where
 *     there is none
 * @param acks what routers say to the attempt
 * @param instances that its deployments with a weight want in all
 * @param spare whether it has more instances than it keeps at rest, and all of them are healthy
 * @param quietSinceMillis since when it had nothing to do, as far as {@code self} saw
 */
public record SleepSnapshot(
    AppName app,
    RouterId self,
    Optional<SleepSpec> sleep,
    Held<Traffic> traffic,
    Held<KeptAwake> kept,
    Held<Optional<SleepAttempt>> attempt,
    Held<WakeLedger> ledger,
    boolean rolling,
    SortedSet<RouterId> demand,
    SortedSet<RouterId> routers,
    int routersVersion,
    SortedMap<RouterId, SleepAck> acks,
    int instances,
    boolean spare,
    long quietSinceMillis,
    long nowMillis,
    SleepTimes times) {
  /**
   * A value with the version of the node that holds it.
   *
   * @param version negative where there is no such node
   */
  public record Held<T>(T value, int version) {
    /** What stands for a node that is not there. */
    public static <T> Held<T> none(T value) {
      return new Held<>(value, -1);
    }

    /** Whether the node is there. */
    public boolean isThere() {
      return version >= 0;
    }
  }

  /** The mode and weights that routers apply. */
  Traffic now() {
    return traffic.value();
  }

  /** The attempt that goes on. */
  Optional<SleepAttempt> draining() {
    return attempt
        .value()
        .filter(a -> a.state() == SleepAttempt.State.DRAINING && a.epoch() == now().epoch());
  }
}

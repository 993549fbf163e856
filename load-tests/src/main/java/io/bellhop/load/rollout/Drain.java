package io.bellhop.load.rollout;

import java.util.Collection;
import java.util.Collections;

/**
 * How one rollout drained the set that served before. Times are in milliseconds since 1970, by
 * ZooKeeper's clock; 0 for what was not seen.
 *
 * @param left the name of that set
 * @param switchedAtMillis when the switch was written
 * @param acknowledgedAtMillis when the last router had acknowledged it
 * @param drainedAtMillis when it was reported how the set drained
 * @param goneAtMillis when its instances were ended
 */
record Drain(
    Timeline timeline,
    String left,
    long switchedAtMillis,
    long acknowledgedAtMillis,
    long drainedAtMillis,
    long goneAtMillis,
    Counted counted) {

  /**
   * What was counted.
   *
   * @param late requests that reached the set after it was reported drained
   * @param writes transactions in ZooKeeper from before it was asked for until after its end
   */
  record Counted(long late, long writes) {}

  static Drain of(Timeline ended, String left, RolloutWatch watch, Counted counted) {
    Collection<Long> acks = watch.ackedAtMillis(ended.epoch()).values();
    return new Drain(
        ended,
        left,
        watch.switchedAtMillis(ended.epoch()),
        acks.size() < Cluster.ROUTERS ? 0 : Collections.max(acks),
        ended.drainedAtMillis(),
        System.currentTimeMillis(),
        counted);
  }

  /** Whether a response of the set that ended then was one of this rollout's last ones. */
  boolean covers(String backend, long endMillis) {
    return backend.equals(left) && endMillis >= switchedAtMillis && endMillis < goneAtMillis;
  }
}

package io.bellhop.health.probe;

import io.bellhop.health.record.ProbeMeters;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the probes of all event loops share.
 *
 * @param kept connections kept open between probes, on all loops
 */
record ProbeShared(
    ProbeBounds settings, ProbeMeters meters, InstantSource clock, AtomicInteger kept) {

  /** Takes a place for a connection to be kept; false where there is none. */
  boolean takePlace() {
    int now = kept.get();
    // Over the bound by a few, when loops race, is no harm.
    if (now >= settings.maxKeptConnections()) {
      return false;
    }
    kept.incrementAndGet();
    return true;
  }

  void freePlace() {
    kept.decrementAndGet();
  }
}

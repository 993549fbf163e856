package io.bellhop.router.record;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;

/** Counts access log lines that were lost. Thread safe. */
final class AccessLogLosses {
  private final Counter droppedTotal;
  private final Counter failedTotal;
  private final LongAdder dropped = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private volatile String reason = "";

  AccessLogLosses(MeterRegistry registry) {
    droppedTotal = RouterMeter.ACCESS_LOG_DROPPED.counter().register(registry);
    failedTotal = RouterMeter.ACCESS_LOG_FAILED.counter().register(registry);
  }

  /** A line found the queue full. */
  void dropped() {
    dropped.increment();
    droppedTotal.increment();
  }

  /** Lines could not be written. */
  void failed(int lines, String because) {
    reason = because;
    failed.add(lines);
    failedTotal.increment(lines);
  }

  /** Logs what was lost since the last report; false where nothing was. */
  boolean report(Logger log) {
    long droppedNow = dropped.sumThenReset();
    long failedNow = failed.sumThenReset();
    if (droppedNow > 0) {
      log.warn(
          "Access log: {} lines dropped, as they came faster than they could be written. Set"
              + " accessLog.mode to sampled, raise accessLog.queueCapacity, or use a faster disk.",
          droppedNow);
    }
    if (failedNow > 0) {
      log.warn(
          "Access log: {} lines could not be written: {}. Make room on the disk, or set"
              + " accessLog.file.",
          failedNow,
          reason);
    }
    return droppedNow + failedNow > 0;
  }
}

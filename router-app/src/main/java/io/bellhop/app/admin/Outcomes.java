package io.bellhop.app.admin;

import io.bellhop.router.record.PlatformMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** Counts what came of requests to the admin API. Thread safe. */
final class Outcomes {
  private final Counter done;
  private final Map<ProblemCode, Counter> refused = new EnumMap<>(ProblemCode.class);

  Outcomes(MeterRegistry meters) {
    done = PlatformMeter.ADMIN_REQUESTS.counter("ok").register(meters);
    for (ProblemCode code : ProblemCode.values()) {
      refused.put(code, PlatformMeter.ADMIN_REQUESTS.counter(code.wireName()).register(meters));
    }
  }

  void done() {
    done.increment();
  }

  void refused(ProblemCode code) {
    Counter counter = refused.get(code);
    if (counter != null) {
      counter.increment();
    }
  }
}

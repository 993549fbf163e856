package io.bellhop.health;

import io.bellhop.health.record.HealthMeters;
import io.bellhop.health.verdict.EjectionReason;
import io.bellhop.health.verdict.HealthObserver;
import io.bellhop.health.verdict.Standing;
import io.bellhop.health.verdict.Target;
import io.bellhop.model.health.HealthState;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures and logs what is decided: each change of a state once. */
record Journal(HealthMeters meters, BooleanSupplier started) implements HealthObserver {
  private static final Logger LOG = LoggerFactory.getLogger(HealthChecker.class);

  @Override
  public void changed(Target target, HealthState from, Standing to) {
    meters.changed(to.state());
    String why = to.reason().isEmpty() ? "" : ": " + to.reason();
    // At a start every instance comes up: a line for each of 100,000 would bury the others.
    if (from == HealthState.UNKNOWN
        && to.state() == HealthState.HEALTHY
        && !started.getAsBoolean()) {
      LOG.debug("{}: unknown -> healthy", target);
    } else {
      LOG.info("{}: {} -> {}{}", target, from.wireName(), to.state().wireName(), why);
    }
  }

  @Override
  public void ejected(EjectionReason reason) {
    meters.ejected(reason);
  }

  @Override
  public void ejectionRefused(EjectionReason reason) {
    meters.ejectionRefused(reason);
  }

  @Override
  public void absent(Target target) {
    LOG.info("{}: its registration vanished, it is healthy and goes on serving", target);
  }

  @Override
  public void absentGone(Target target, String why) {
    LOG.info("{}: its registration had vanished, it is forgotten now: {}", target, why);
  }
}

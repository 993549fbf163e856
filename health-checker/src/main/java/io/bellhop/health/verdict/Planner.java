package io.bellhop.health.verdict;

import io.bellhop.health.verdict.ProbePlan.Purpose;
import io.bellhop.model.CheckSpec;
import io.bellhop.model.HealthSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When an instance is probed next, and how:
 *
 * <pre>
 * draining                          never
 * unknown, never tried              at once
 * unknown                           bootInterval; after two minutes growing to interval
 * healthy, Gate                     never
 * healthy, Tcp or Http, or absent   interval
 * healthy, the last probe failed    interval
 * unhealthy, wrong peer             interval
 * ejected, Gate                     when its time is over, then interval
 * ejected, Tcp or Http              interval, and when its time is over
 * </pre>
 */
final class Planner {
  /**
   * Whatever answers HTTP is alive. Safe to ask of any app (RFC 9110 §9.2.1), and the answer,
   * whatever it is, takes the process itself: a connection is accepted by its kernel.
   */
  static final CheckSpec SIGN_OF_LIFE =
      new CheckSpec.Http("OPTIONS", "/", "", 100, 599, 1024 * 1024, "");

  private static final Duration EAGER = Duration.ofMinutes(2);
  private static final Duration DOUBLING = Duration.ofSeconds(30);
  private static final int MOST_DOUBLINGS = 20;
  private static final double JITTER = 0.1;

  private final Time time;
  private final RandomGenerator random;
  private final Duration stallAfter;

  Planner(Surroundings around) {
    this.time = around.time();
    this.random = around.random();
    this.stallAfter = around.stallAfter();
  }

  /** What follows from how it stands; empty for nothing. */
  Optional<ProbePlan> next(Target target) {
    HealthSpec spec = target.app().health();
    if (!target.probed()) {
      return Optional.empty();
    }
    Standing standing = target.standing();
    if (standing instanceof Standing.Unknown) {
      return Optional.of(boot(target, spec));
    }
    if (standing instanceof Standing.Up up && up.failures() == 0) {
      return target.absent() || !(spec.check() instanceof CheckSpec.Gate)
          ? Optional.of(repeated(spec))
          : Optional.empty();
    }
    return standing instanceof Standing.Ejected ejected
        ? Optional.of(ejected(target, ejected, spec))
        : Optional.of(routine(check(spec), spec, jittered(spec.interval())));
  }

  /** A probe at once, whatever the schedule says. */
  ProbePlan now(Target target) {
    HealthSpec spec = target.app().health();
    return routine(check(spec), spec, Duration.ZERO);
  }

  /** The probe of an instance that ends no request. Impatient, as each moment costs requests. */
  ProbePlan suspicion(Target target) {
    HealthSpec spec = target.app().health();
    boolean http = spec.check() instanceof CheckSpec.Http;
    Duration patience = http ? stallAfter : stallAfter.dividedBy(2);
    Duration timeout = spec.timeout().compareTo(patience) < 0 ? spec.timeout() : patience;
    CheckSpec check = http ? spec.check() : SIGN_OF_LIFE;
    return new ProbePlan(check, timeout, Duration.ZERO, Purpose.SUSPICION, false, spec.interval());
  }

  private ProbePlan boot(Target target, HealthSpec spec) {
    if (!target.tried()) {
      return routine(check(spec), spec, Duration.ZERO);
    }
    Duration delay = bootDelay(spec, time.now() - target.knownSinceNanos());
    return new ProbePlan(check(spec), spec.timeout(), delay, Purpose.BOOT, false, spec.interval());
  }

  private static Duration bootDelay(HealthSpec spec, long knownForNanos) {
    long over = Math.max(0, knownForNanos - EAGER.toNanos());
    long doublings = Math.min(over / DOUBLING.toNanos(), MOST_DOUBLINGS);
    Duration delay = spec.bootInterval().multipliedBy(1L << doublings);
    Duration longest = max(spec.interval(), spec.bootInterval());
    return delay.compareTo(longest) < 0 ? delay : longest;
  }

  private ProbePlan repeated(HealthSpec spec) {
    // Anywhere in the interval, so that instances that came together are not probed together.
    Duration delay = scaled(spec.interval(), random.nextDouble());
    return new ProbePlan(
        check(spec), spec.timeout(), delay, Purpose.ROUTINE, true, spec.interval());
  }

  private ProbePlan ejected(Target target, Standing.Ejected ejected, HealthSpec spec) {
    Duration left = Duration.ofNanos(ejected.untilNanos() - time.now());
    boolean gate = spec.check() instanceof CheckSpec.Gate;
    Duration delay = jittered(spec.interval());
    if (!left.isNegative() && !left.isZero() && (gate || left.compareTo(delay) < 0)) {
      delay = left;
    }
    boolean lifeInDoubt = target.ejectedAsStalled() && !(spec.check() instanceof CheckSpec.Http);
    return routine(lifeInDoubt ? SIGN_OF_LIFE : check(spec), spec, delay);
  }

  private static ProbePlan routine(CheckSpec check, HealthSpec spec, Duration delay) {
    return new ProbePlan(check, spec.timeout(), delay, Purpose.ROUTINE, false, spec.interval());
  }

  private static CheckSpec check(HealthSpec spec) {
    return spec.check() instanceof CheckSpec.Gate ? new CheckSpec.Tcp() : spec.check();
  }

  private Duration jittered(Duration interval) {
    return scaled(interval, 1 - JITTER + 2 * JITTER * random.nextDouble());
  }

  private static Duration scaled(Duration duration, double by) {
    return Duration.ofNanos((long) (duration.toNanos() * by));
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}

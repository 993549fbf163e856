package io.bellhop.model;

import java.time.Duration;

/**
 * How an app's instances are checked, and what counts as enough of them.
 *
 * @param check how to ask
 * @param interval between two probes of an instance that was up before; jittered by a tenth
 * @param bootInterval between two probes of one that never was
 * @param timeout of one probe, connect and answer together
 * @param rise successes in a row that make a failing instance healthy; a new one needs one
 * @param fall failures in a row that make a healthy instance unhealthy
 * @param panic what to do when too few are healthy
 */
public record HealthSpec(
    CheckSpec check,
    Duration interval,
    Duration bootInterval,
    Duration timeout,
    int rise,
    int fall,
    PanicPolicy panic) {

  /** What an app gets that asks for nothing else: a TCP connect as the gate. */
  public static final HealthSpec DEFAULT =
      new HealthSpec(
          new CheckSpec.Gate(),
          Duration.ofSeconds(5),
          Duration.ofMillis(50),
          Duration.ofSeconds(2),
          2,
          3,
          PanicPolicy.DEFAULT);

  /** Throws {@link InvalidValueException} where a value is out of its bounds. */
  public HealthSpec {
    Bounds.check("health interval", interval);
    Bounds.check("health bootInterval", bootInterval);
    Bounds.check("health timeout", timeout);
    Bounds.check("health rise", rise, 1, 100);
    Bounds.check("health fall", fall, 1, 100);
  }

  /** The same with another check. */
  public HealthSpec withCheck(CheckSpec other) {
    return new HealthSpec(other, interval, bootInterval, timeout, rise, fall, panic);
  }
}

package io.bellhop.health.verdict;

/** Something seen of an instance that has to be judged. */
public sealed interface Finding {
  /** The instance. */
  Target target();

  /** A probe ended. */
  record Probe(Target target, ProbePlan plan, ProbeResult result) implements Finding {}

  /** Requests failed on it beyond what its app allows. */
  record Accusation(Target target, EjectionReason reason) implements Finding {}
}

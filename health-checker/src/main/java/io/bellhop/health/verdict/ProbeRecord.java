package io.bellhop.health.verdict;

import java.time.Instant;

/** A probe that ended. */
public record ProbeRecord(Instant at, ProbeResult result) {}

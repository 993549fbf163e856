package io.bellhop.model.news;

import io.bellhop.model.sleep.SleepAttempt;
import io.bellhop.model.sleep.WakeLedger;
import java.util.Optional;

/**
 * When an app slept and was woken.
 *
 * @param attempt the last time it was to fall asleep
 */
public record SleepHistory(WakeLedger ledger, Optional<SleepAttempt> attempt) {}

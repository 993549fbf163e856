package io.bellhop.model.schedule;

import io.bellhop.model.run.Run;
import java.time.Instant;
import java.util.Optional;

/**
 * A schedule as it stands.
 *
 * @param next when it is due next; empty where it never is again
 * @param waiting a due time whose run waits for the one before to be over
 * @param last what became of the last due time; empty before the first
 * @param run the run of the last due time that had one; empty where it is not kept any longer
 */
public record ScheduleStatus(
    Schedule schedule,
    Optional<Instant> next,
    Optional<Instant> waiting,
    Optional<Firing> last,
    Optional<Run> run) {}

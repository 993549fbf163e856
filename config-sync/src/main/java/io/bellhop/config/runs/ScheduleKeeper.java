package io.bellhop.config.runs;

import io.bellhop.config.json.RunIndexJson;
import io.bellhop.config.runs.RunNodes.Found;
import io.bellhop.config.runs.RunNodes.Index;
import io.bellhop.config.runs.ScheduleRounds.Look;
import io.bellhop.config.schedule.ScheduleMark;
import io.bellhop.config.schedule.ScheduleStep;
import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.StoreException;
import io.bellhop.model.StoreException.Reason;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunEnd;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.RunOutcome;
import io.bellhop.model.run.RunState.Queued;
import io.bellhop.model.schedule.MissedPolicy;
import io.bellhop.model.schedule.Schedule;
import io.bellhop.model.schedule.ScheduleName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does what the schedules of one app want done now. Whatever it decides is written against what it
 * was decided on: of two owners at once one is refused and looks again.
 *
 * @param told of each due time that is dealt with, by what became of it: {@code fired}, {@code
 *     skipped}, {@code refused}
 */
record ScheduleKeeper(
    RunNodes nodes, AccountNodes accounts, InstantSource clock, Consumer<String> told)
    implements ScheduleRounds.Settling {
  private static final Duration AGAIN = Duration.ofSeconds(5);

  @Override
  public Look settle(App app) throws StoreException {
    tidy(app);
    Look look = Look.NEVER;
    for (Schedule schedule : app.spec().schedules()) {
      look = look.and(settle(app, schedule));
    }
    return look;
  }

  @Override
  public void gone(AppName app) throws StoreException {
    nodes.removeApp(app); // Refused while it has runs, with which the rest goes.
  }

  /** A schedule that is taken away and comes back begins anew. */
  private void tidy(App app) throws StoreException {
    Index index = nodes.index(app.name());
    RunIndexJson tidied = index.content().retainMarks(names(app));
    if (!tidied.equals(index.content())) {
      // Refused where it changed: it is tidied at the next look.
      boolean unused = nodes.done(List.of(nodes.put(app.name(), index, tidied)));
    }
  }

  private Look settle(App app, Schedule schedule) throws StoreException {
    for (int i = 0; i < RunNodes.MAX_ATTEMPTS; i++) {
      Index index = nodes.index(app.name());
      Optional<ScheduleMark> mark = index.content().mark(schedule.name());
      Optional<Run> before = before(app.name(), mark);
      ScheduleStep step = ScheduleStep.of(schedule, mark, before, clock.instant());
      if (step instanceof ScheduleStep.Rest rest) {
        return look(rest, mark, before);
      }
      Optional<Look> later = take(app, schedule, index, step);
      if (later.isPresent()) {
        return later.get();
      }
    }
    throw RunRefusals.outpaced(app.name());
  }

  private Optional<Run> before(AppName app, Optional<ScheduleMark> mark) throws StoreException {
    Optional<RunKey> key = mark.flatMap(ScheduleMark::lastRun).map(run -> new RunKey(app, run));
    return key.isPresent() ? nodes.run(key.get()).map(Found::run) : Optional.empty();
  }

  private static Look look(
      ScheduleStep.Rest rest, Optional<ScheduleMark> mark, Optional<Run> before) {
    boolean waits = mark.flatMap(ScheduleMark::waiting).isPresent();
    Set<RunKey> behind = waits ? before.map(run -> Set.of(run.key())).orElse(Set.of()) : Set.of();
    return new Look(rest.until().orElse(Instant.MAX), behind);
  }

  /** Takes a step; empty where the next one can be looked for at once. */
  private Optional<Look> take(App app, Schedule schedule, Index index, ScheduleStep step)
      throws StoreException {
    if (step instanceof ScheduleStep.Note note) {
      note(app, schedule.name(), index, note.next());
    } else if (step instanceof ScheduleStep.Cancel cancel) {
      cancel(new RunKey(app.name(), cancel.run()));
    } else if (step instanceof ScheduleStep.Fire fire) {
      return fire(app, schedule, index, fire);
    }
    return Optional.empty();
  }

  private void note(App app, ScheduleName name, Index index, ScheduleMark next)
      throws StoreException {
    boolean wasSkipped =
        !next.last().equals(index.content().mark(name).flatMap(ScheduleMark::last));
    RunIndexJson content = index.content().with(name, next);
    if (nodes.doneOrMade(
            List.of(nodes.appIsThere(app.name()), nodes.put(app.name(), index, content)))
        && wasSkipped) {
      told.accept("skipped");
    }
  }

  private static List<ScheduleName> names(App app) {
    return app.spec().schedules().stream().map(Schedule::name).toList();
  }

  private Optional<Look> fire(App app, Schedule schedule, Index index, ScheduleStep.Fire fire)
      throws StoreException {
    try {
      Run run =
          Run.scheduled(app.name(), fire.due(), schedule.request().spec(app), clock.instant());
      boolean made =
          new RunMaking(nodes, accounts)
              .made(app.spec(), run, index, now -> now.with(schedule.name(), fire.next()));
      if (made) {
        told.accept("fired");
      }
      return Optional.empty();
    } catch (InvalidValueException e) {
      refused(app, schedule, index, fire, e.getMessage());
      return Optional.empty();
    } catch (StoreException e) {
      if (e.reason() != Reason.FULL) {
        throw e;
      }
      return full(app, schedule, index, fire, String.valueOf(e.getMessage()));
    }
  }

  /** A run that has to be made up for once may as well wait for room. */
  private Optional<Look> full(
      App app, Schedule schedule, Index index, ScheduleStep.Fire fire, String why)
      throws StoreException {
    if (schedule.missed() == MissedPolicy.RUN_ONCE) {
      return Optional.of(new Look(clock.instant().plus(AGAIN), Set.of()));
    }
    refused(app, schedule, index, fire, why);
    return Optional.empty();
  }

  private void refused(
      App app, Schedule schedule, Index index, ScheduleStep.Fire fire, @Nullable String why)
      throws StoreException {
    ScheduleMark mark = index.content().mark(schedule.name()).orElseThrow();
    note(app, schedule.name(), index, mark.skipped(fire.due().at(), String.valueOf(why)));
  }

  private void cancel(RunKey key) throws StoreException {
    Optional<Found> found = nodes.run(key);
    if (found.isEmpty() || found.get().run().ended()) {
      return;
    }
    if (found.get().run().state() instanceof Queued) {
      Optional<Run> unused = nodes.end(key, now -> now.state() instanceof Queued, replaced());
    } else {
      boolean unused =
          nodes.done(List.of(nodes.put(found.get(), found.get().run().withCancelAsked())));
    }
  }

  private RunEnd replaced() {
    return new RunEnd(
        new RunOutcome.Cancelled(),
        Optional.empty(),
        clock.instant(),
        "the next run of its schedule was due while it waited: nothing of it ran",
        List.of());
  }
}

package io.bellhop.config.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bellhop.config.schedule.ScheduleMark;
import io.bellhop.model.schedule.ScheduleName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code {"queued":["mi9x2k3f-7q4zb"],"active":[]}}: which runs of an app wait and which run. Every
 * change of a run's state is written together with it, so that limits hold exactly, and how far the
 * app's schedules are together with the runs that they start.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunIndexJson(
    @Nullable List<String> queued,
    @Nullable List<String> active,
    @Nullable Map<String, ScheduleMarkJson> schedules) {
  /** No runs. */
  public static final RunIndexJson NONE = new RunIndexJson(List.of(), List.of(), null);

  /** Those that wait, those asked for first come first. */
  public List<String> waiting() {
    return queued == null ? List.of() : queued;
  }

  /** Those that an agent has. */
  public List<String> taken() {
    return active == null ? List.of() : active;
  }

  /** With one more that waits. */
  public RunIndexJson plusQueued(String run) {
    return new RunIndexJson(with(waiting(), run), taken(), schedules);
  }

  /** With one that waits no more but is taken. */
  public RunIndexJson claimed(String run) {
    return new RunIndexJson(without(waiting(), run), with(taken(), run), schedules);
  }

  /** With one neither waiting nor taken. */
  public RunIndexJson ended(String run) {
    return new RunIndexJson(without(waiting(), run), without(taken(), run), schedules);
  }

  /** Only those that there are. */
  public RunIndexJson retain(Collection<String> existing) {
    return new RunIndexJson(
        waiting().stream().filter(existing::contains).toList(),
        taken().stream().filter(existing::contains).toList(),
        schedules);
  }

  /** How far a schedule is; empty where it was never looked at. */
  public Optional<ScheduleMark> mark(ScheduleName name) {
    return Optional.ofNullable(schedules)
        .flatMap(all -> Optional.ofNullable(all.get(name.value())))
        .map(ScheduleMarkJson::toModel);
  }

  /** With one schedule at another place. */
  public RunIndexJson with(ScheduleName name, ScheduleMark mark) {
    Map<String, ScheduleMarkJson> marks = new HashMap<>(schedules == null ? Map.of() : schedules);
    marks.put(name.value(), ScheduleMarkJson.of(mark));
    return new RunIndexJson(waiting(), taken(), Map.copyOf(marks));
  }

  /** Without schedules that the app has no longer. */
  public RunIndexJson retainMarks(Collection<ScheduleName> known) {
    if (schedules == null) {
      return this;
    }
    Map<String, ScheduleMarkJson> marks = new HashMap<>(schedules);
    marks.keySet().retainAll(known.stream().map(ScheduleName::value).toList());
    return new RunIndexJson(queued, active, marks.isEmpty() ? null : Map.copyOf(marks));
  }

  private static List<String> with(List<String> all, String one) {
    List<String> more = new ArrayList<>(without(all, one));
    more.add(one);
    return List.copyOf(more);
  }

  private static List<String> without(List<String> all, String one) {
    return all.stream().filter(each -> !each.equals(one)).toList();
  }
}

package io.bellhop.config.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code {"queued":["mi9x2k3f-7q4zb"],"active":[]}}: which runs of an app wait and which run. Every
 * change of a run's state is written together with it, so that limits hold exactly.
 */
public record RunIndexJson(@Nullable List<String> queued, @Nullable List<String> active) {
  /** No runs. */
  public static final RunIndexJson NONE = new RunIndexJson(List.of(), List.of());

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
    return new RunIndexJson(with(waiting(), run), taken());
  }

  /** With one that waits no more but is taken. */
  public RunIndexJson claimed(String run) {
    return new RunIndexJson(without(waiting(), run), with(taken(), run));
  }

  /** With one neither waiting nor taken. */
  public RunIndexJson ended(String run) {
    return new RunIndexJson(without(waiting(), run), without(taken(), run));
  }

  /** Only those that there are. */
  public RunIndexJson retain(Collection<String> existing) {
    return new RunIndexJson(
        waiting().stream().filter(existing::contains).toList(),
        taken().stream().filter(existing::contains).toList());
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

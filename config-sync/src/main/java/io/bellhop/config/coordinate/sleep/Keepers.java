package io.bellhop.config.coordinate.sleep;

import io.bellhop.model.RouterId;
import io.bellhop.model.SleepSpec;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.sleep.Keeper;
import io.bellhop.model.sleep.Keeper.Kind;
import io.bellhop.model.sleep.KeptAwake;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why an app does not sleep, each reason for itself.
 *
 * @param sleep what its spec says
 * @param rolling whether a rollout is under way or waits
 * @param demand the routers on which it has something to do
 */
public record Keepers(
    Optional<SleepSpec> sleep,
    Traffic traffic,
    KeptAwake kept,
    boolean rolling,
    SortedSet<RouterId> demand,
    long nowMillis) {
  static Keepers of(SleepSnapshot at) {
    return new Keepers(
        at.sleep(), at.now(), at.kept().value(), at.rolling(), at.demand(), at.nowMillis());
  }

  /** All that keeps it from falling asleep by itself, but that it is not idle for long enough. */
  public List<Keeper> all() {
    return Stream.of(notSet(), notServing(), byUser(), schedule(), requests())
        .flatMap(List::stream)
        .toList();
  }

  /** That it keeps some instances, and rests in place of falling asleep. */
  public Optional<Keeper> minimum() {
    return sleep
        .filter(spec -> spec.minimumInstances() > 0)
        .map(
            spec ->
                Keeper.of(
                    Kind.MINIMUM,
                    "sleep.minimumInstances keeps %d of each deployment's instances running; %s"
                        .formatted(spec.minimumInstances(), others(spec))));
  }

  private String others(SleepSpec spec) {
    return traffic.isResting()
        ? "it rests, and the next request has agents start the others again"
        : "when it is idle for %d s it rests: agents stop the others"
            .formatted(spec.after().toSeconds());
  }

  /** All that keeps it from falling asleep by hand. */
  public List<Keeper> againstUser() {
    return Stream.of(notServing(), byUser()).flatMap(List::stream).toList();
  }

  /** What speaks against going on with falling asleep. */
  List<Keeper> whileDraining(boolean byHand) {
    return byHand
        ? byUser()
        : Stream.of(notSet(), byUser(), schedule(), requests()).flatMap(List::stream).toList();
  }

  /** What wakes it though nobody asks. */
  List<Keeper> whileAsleep() {
    return Stream.of(pinned(), schedule()).flatMap(List::stream).toList();
  }

  private List<Keeper> notSet() {
    return sleep.isPresent()
        ? List.of()
        : List.of(
            Keeper.of(
                Kind.NOT_SET,
                "its spec does not let it sleep: set sleep.afterMillis to let it fall asleep"
                    + " when idle"));
  }

  private List<Keeper> notServing() {
    if (traffic.mode() != TrafficMode.SERVING) {
      String mode = traffic.mode().wireName();
      return List.of(Keeper.of(Kind.NOT_SERVING, "it is " + mode + ": resume it first"));
    }
    return traffic.weights().values().stream().anyMatch(weight -> weight > 0)
        ? List.of()
        : List.of(Keeper.of(Kind.NOT_SERVING, "no deployment takes its traffic: switch it to one"));
  }

  private List<Keeper> byUser() {
    return Stream.of(rollout(), pinned(), busy()).flatMap(List::stream).toList();
  }

  private List<Keeper> rollout() {
    return rolling
        ? List.of(
            Keeper.of(Kind.ROLLOUT, "a rollout is under way: it may sleep once that has ended"))
        : List.of();
  }

  private List<Keeper> pinned() {
    return kept.pinned()
        ? List.of(Keeper.of(Kind.PINNED, "it is pinned: unpin it to let it sleep"))
        : List.of();
  }

  private List<Keeper> busy() {
    return kept.isBusy(nowMillis)
        ? List.of(
            Keeper.until(
                Kind.BUSY,
                "it is busy in the background until "
                    + Instant.ofEpochMilli(kept.busyUntilMillis()),
                kept.busyUntilMillis()))
        : List.of();
  }

  private List<Keeper> schedule() {
    Instant now = Instant.ofEpochMilli(nowMillis);
    return sleep
        .flatMap(SleepSpec::awake)
        .filter(awake -> awake.holds(now))
        .map(
            awake ->
                Keeper.until(
                    Kind.SCHEDULE,
                    "its schedule '%s' keeps it awake".formatted(awake),
                    millis(awake.changesAfter(now))))
        .stream()
        .toList();
  }

  private List<Keeper> requests() {
    return demand.isEmpty()
        ? List.of()
        : List.of(
            Keeper.of(
                Kind.REQUESTS,
                "requests flow or wait on router "
                    + demand.stream().map(RouterId::toString).collect(Collectors.joining(", "))));
  }

  static long millis(Instant moment) {
    return moment.equals(Instant.MAX) ? Long.MAX_VALUE : moment.toEpochMilli();
  }
}

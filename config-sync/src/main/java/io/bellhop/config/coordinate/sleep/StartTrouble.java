package io.bellhop.config.coordinate.sleep;

import io.bellhop.config.coordinate.sleep.StartFacts.Start;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.CrashLoop;
import io.bellhop.model.launch.ExitReport.Reason;
import io.bellhop.model.launch.InstanceEvent;
import io.bellhop.model.launch.InstanceEvent.Kind;
import io.bellhop.model.wake.WakeTrouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Why no instance of an app is to be expected, decided by the facts alone. There is no trouble as
 * long as any deployment may come up: an agent has a slot of it, or is about to take one.
 */
public final class StartTrouble {
  /** What passes by itself, or by somebody's hand, is looked at anew so soon. */
  static final Duration LOOKED_AT_ANEW = Duration.ofSeconds(5);

  /** Agents come and go: that there is none has to last. */
  static final Duration AGENTLESS = Duration.ofSeconds(2);

  /** One failure may be chance: the next start follows within a second, and is waited for. */
  private static final int ROW = 2;

  /** Of agents that cannot start anything, all have to have tried, or any so often in a row. */
  private static final int TRIES = 3;

  /** Clocks of routers and agents differ. */
  private static final long CLOCKS_DIFFER_MILLIS = 1_000;

  private final StartFacts at;

  private StartTrouble(StartFacts at) {
    this.at = at;
  }

  /** What keeps all of its deployments from coming up; that of the first. */
  public static Optional<WakeTrouble> of(StartFacts at) {
    StartTrouble troubles = new StartTrouble(at);
    List<WakeTrouble> all = new ArrayList<>();
    for (Start start : at.starts()) {
      Optional<WakeTrouble> trouble = troubles.trouble(start);
      if (trouble.isEmpty()) {
        return Optional.empty();
      }
      all.add(trouble.get());
    }
    return all.stream().findFirst();
  }

  private Optional<WakeTrouble> trouble(Start start) {
    if (start.held()) {
      return Optional.empty();
    }
    if (start.wanted() == 0) {
      return Optional.of(nothingWanted(start));
    }
    return crashLoop(start)
        .or(() -> refusedByAgents(start))
        .or(() -> brokenAgents(start))
        .or(() -> agentless(start));
  }

  private WakeTrouble nothingWanted(Start start) {
    return lookedAtAnew(
        WakeTrouble.Kind.NOTHING_TO_WAKE,
        "deployment %s of app '%s' takes its traffic and wants no instance: set its instances to 1 or more"
            .formatted(start.name(), at.app()));
  }

  // What the deployment has to answer for.

  private Optional<WakeTrouble> crashLoop(Start start) {
    return start
        .loop()
        .filter(loop -> loop.revision() == start.revision())
        .filter(loop -> loop.notBefore().toEpochMilli() > at.nowMillis())
        .filter(loop -> loop.failures() >= ROW || isCertain(loop.last().reason()))
        .map(loop -> crashLooping(start, loop));
  }

  /** What was tried for long, or failed before it began, does not come out well by chance. */
  private static boolean isCertain(Reason reason) {
    return reason == Reason.NOT_STARTED || reason == Reason.NEVER_LISTENED;
  }

  private WakeTrouble crashLooping(Start start, CrashLoop loop) {
    Duration left = Duration.ofMillis(loop.notBefore().toEpochMilli() - at.nowMillis());
    String message =
        "deployment %s of app '%s' failed %s: %s. It is started again in %d s; `bellhop logs %s` shows what it printed"
            .formatted(
                start.name(),
                at.app(),
                loop.failures() == 1 ? "to start" : loop.failures() + " times in a row",
                loop.last().message(),
                left.plusMillis(999).toSeconds(),
                at.app());
    return new WakeTrouble(
        loop.last().reason() == Reason.NOT_STARTED
            ? WakeTrouble.Kind.CANNOT_START
            : WakeTrouble.Kind.CRASH_LOOPING,
        message,
        loop.last().code(),
        loop.last().lastLines(),
        Optional.of(left));
  }

  // What the platform has to answer for.

  private Optional<WakeTrouble> refusedByAgents(Start start) {
    List<InstanceEvent> row = row(start);
    if (row.isEmpty()) {
      return Optional.empty();
    }
    InstanceEvent last = row.get(row.size() - 1);
    if (last.kind() == Kind.NO_CAPACITY) {
      return Optional.of(lookedAtAnew(WakeTrouble.Kind.NO_CAPACITY, last.message()));
    }
    long tried = row.stream().map(InstanceEvent::agent).distinct().count();
    return row.size() >= TRIES || tried >= at.agents().size()
        ? Optional.of(lookedAtAnew(WakeTrouble.Kind.CANNOT_START, last.message()))
        : Optional.empty();
  }

  /** What speaks against a start since the app was woken, and since the last that began. */
  private List<InstanceEvent> row(Start start) {
    List<InstanceEvent> row = new ArrayList<>();
    for (InstanceEvent event : at.events()) {
      boolean concerns =
          event.deployment().equals(start.name())
              && event.at().toEpochMilli() >= at.wokenAtMillis() - CLOCKS_DIFFER_MILLIS;
      if (concerns && (event.kind() == Kind.NOT_STARTED || event.kind() == Kind.NO_CAPACITY)) {
        row.add(event);
      } else if (concerns && event.kind() != Kind.CRASH_LOOP) {
        row.clear();
      }
    }
    return row;
  }

  /** None of those that could start it starts anything. */
  private Optional<WakeTrouble> brokenAgents(Start start) {
    List<AgentInfo> able = at.agents().stream().filter(each -> each.runs(start.spec())).toList();
    return able.stream().allMatch(each -> each.trouble().isPresent())
        ? able.stream()
            .findFirst()
            .map(
                agent ->
                    lookedAtAnew(
                        WakeTrouble.Kind.CANNOT_START,
                        "agent %s starts nothing: %s"
                            .formatted(agent.id(), agent.trouble().orElseThrow())))
        : Optional.empty();
  }

  private Optional<WakeTrouble> agentless(Start start) {
    return at.agents().isEmpty() && at.agentlessFor().compareTo(AGENTLESS) >= 0
        ? Optional.of(
            lookedAtAnew(
                WakeTrouble.Kind.NO_CAPACITY,
                "no agent is alive to run deployment %s of app '%s': start one with `bellhop agent`"
                    .formatted(start.name(), at.app())))
        : Optional.empty();
  }

  private static WakeTrouble lookedAtAnew(WakeTrouble.Kind kind, String message) {
    return new WakeTrouble(
        kind, message, OptionalInt.empty(), List.of(), Optional.of(LOOKED_AT_ANEW));
  }
}

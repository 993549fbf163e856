package io.bellhop.config.coordinate.sleep.drive;

import io.bellhop.config.coordinate.nodes.Nodes;
import io.bellhop.config.coordinate.sleep.StartTrouble;
import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.sleep.WakeLedger;
import io.bellhop.model.wake.WakeProspect;
import io.bellhop.model.wake.WakeTrouble;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of whether one app comes up. It is looked at while requests wait for it, when
 * something changed and each second, and costs nothing else. Used on the worker, but for what says
 * otherwise.
 *
 * <pre>
 *   unasked ──asked──▶ looking ──no trouble──▶ looking, a second later or soon after a change
 *      ▲                  │
 *      └──concluded───────┴──trouble: told, and known until it is to be looked at anew
 * </pre>
 */
final class AppProspect {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final AppName app;
  private final SleepPart part;
  private final Consumer<WakeProspect> onChange;
  private final AtomicBoolean asked = new AtomicBoolean();
  private volatile Optional<Duration> expectedBoot = Optional.empty();
  private volatile @Nullable Known known;
  private @Nullable Nodes nodes;
  private boolean reading;
  private boolean again;
  private boolean soon;
  private long agentlessSince = Long.MAX_VALUE;
  private Runnable callOffLook = () -> {};

  private record Known(WakeTrouble trouble, long atMillis) {
    Optional<WakeTrouble> left(long nowMillis) {
      return trouble.after(Duration.ofMillis(nowMillis - atMillis));
    }
  }

  /**
   * Of which nothing is known.
   *
   * @param onChange told, on the worker, of what is known then
   */
  AppProspect(AppName app, SleepPart part, Consumer<WakeProspect> onChange) {
    this.app = app;
    this.part = part;
    this.onChange = onChange;
  }

  /** What is known now; on any thread. */
  WakeProspect now() {
    Known latest = known;
    return new WakeProspect(
        expectedBoot, latest == null ? Optional.empty() : latest.left(part.worker().nowMillis()));
  }

  /** Requests wait from now on; whether that is new. On any thread. */
  boolean ask() {
    return !asked.getAndSet(true);
  }

  /** No request waits any more. On any thread. */
  void conclude() {
    asked.set(false);
  }

  /** Another session, or none. */
  void session(@Nullable Nodes session) {
    if (session != nodes) {
      nodes = session;
      reading = false;
      again = false;
    }
    look();
  }

  /** How long the app takes, as is known from its ledger. */
  void learn(WakeLedger ledger) {
    Optional<Duration> boot = ledger.expectedBoot();
    if (!boot.equals(expectedBoot)) {
      expectedBoot = boot;
      onChange.accept(now());
    }
  }

  /** The app itself changed: what kept it from coming up may be mended. */
  void appChanged() {
    set(null);
    look();
  }

  /**
   * What is looked at may have changed. Most often an instance came up: this router has better to
   * do then, as requests wait for it, than to look for what keeps it from doing so.
   */
  void startsChanged() {
    if (reading) {
      again = true;
    } else if (!soon && isLookedAt()) {
      soon = true;
      later(SleepPart.MOMENT);
    }
  }

  private boolean isLookedAt() {
    return asked.get() || known != null;
  }

  private void later(Duration delay) {
    callOffLook.run();
    callOffLook = part.worker().schedule(this::look, delay);
  }

  private void look() {
    callOffLook.run();
    soon = false;
    Nodes session = nodes;
    Optional<App> app = comesUp();
    if (session == null || app.isEmpty() || !isLookedAt()) {
      return;
    }
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    again = false;
    StartReader reader = new StartReader(app.get(), part.paths());
    reader.read(
        session,
        () -> {
          if (session == nodes) {
            read(reader);
          }
        },
        reason -> {
          if (session == nodes) {
            rest();
          }
        });
  }

  /** Only what agents are to run by now can be judged by what they say of it. */
  private Optional<App> comesUp() {
    return part.table()
        .apply(app)
        .filter(each -> each.traffic().mode() == TrafficMode.SERVING)
        .filter(StartReader::isRunByAgents);
  }

  private void read(StartReader reader) {
    long now = part.worker().nowMillis();
    agentlessSince = reader.agentless() ? Math.min(agentlessSince, now) : Long.MAX_VALUE;
    Duration agentless = Duration.ofMillis(Math.max(0, now - agentlessSince));
    learn(reader.ledger());
    set(
        StartTrouble.of(reader.facts(agentless, now))
            .map(trouble -> new Known(trouble, now))
            .orElse(null));
    rest();
  }

  private void set(@Nullable Known next) {
    Known before = known;
    known = next;
    if (before != null || next != null) {
      onChange.accept(now());
    }
  }

  private void rest() {
    reading = false;
    if (again) {
      startsChanged();
    } else if (asked.get()) {
      later(LOOK_EVERY);
    }
  }

  /** Nothing is to be known of it any more. */
  void forget() {
    nodes = null;
    callOffLook.run();
  }
}

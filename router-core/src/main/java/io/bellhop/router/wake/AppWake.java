package io.bellhop.router.wake;

import io.bellhop.model.AppName;
import io.bellhop.model.wake.WakeAnswer;
import io.bellhop.model.wake.WakeCause;
import io.bellhop.model.wake.WakeProspect;
import io.bellhop.model.wake.WakeReport;
import io.bellhop.model.wake.WakeTrouble;
import io.bellhop.router.hold.HoldQueue;
import io.bellhop.router.record.AppSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has one app woken, by one call at a time however many requests need it. Requests wait in the
 * app's line meanwhile; whoever calls, answers or brings news has the line try again, and the line
 * asks here what it is to do. Thread safe without locks.
 *
 * <p>A call outlives the clients that caused it.
 */
public final class AppWake {
  private static final Logger LOG = LoggerFactory.getLogger(AppWake.class);

  /** Whoever comes so soon after a refusal gets the same: a flood must not become one of calls. */
  private static final Duration REFUSED_FOR = Duration.ofSeconds(1);

  /** Before it calls again where the answer was about an older state than its own. */
  private static final Duration CALL_AGAIN = Duration.ofMillis(100);

  private record Refusal(WakeTrouble trouble, long untilNanos) {}

  private record Known(WakeProspect prospect, long atNanos) {}

  private final AppName name;
  private final Wakes wakes;
  private final AppSeries series;
  private final HoldQueue line;
  private final AppActivity activity;
  private final AtomicReference<@Nullable Wake> present = new AtomicReference<>();
  private final AtomicBoolean calling = new AtomicBoolean();
  private volatile @Nullable Refusal refusal;
  private volatile Known known = new Known(WakeProspect.UNKNOWN, 0);

  /** Of an app whose requests wait in this line. */
  public AppWake(
      AppName name, Wakes wakes, AppSeries series, HoldQueue line, AppActivity activity) {
    this.name = name;
    this.wakes = wakes;
    this.series = series;
    this.line = line;
    this.activity = activity;
  }

  // What requests ask.

  /**
   * A request needs the app and is about to wait for it.
   *
   * @param epoch of the view that it goes by
   * @param asleep whether the app sleeps by that view; otherwise it only has no instance yet
   * @return the wake it waits for, to be told once what becomes of it
   */
  public Wake join(WakeCause cause, long epoch, boolean asleep) {
    Wake wake = presentOrNew(cause);
    wake.joined();
    readProspect();
    callIf(asleep, wake, epoch);
    return wake;
  }

  /** Somebody needs the app and does not wait here, or waits already. */
  public void ask(WakeCause cause, long epoch, boolean asleep) {
    callIf(asleep, presentOrNew(cause), epoch);
  }

  /** Why it is of no use to wait; null where it is. */
  public @Nullable WakeTrouble trouble(boolean asleep) {
    Refusal latest = refusal;
    if (latest != null && latest.untilNanos - nanoTime() > 0) {
      return latest.trouble;
    }
    // What kept a sleeping app from coming up may be over: that is for the next call to say.
    return asleep ? null : lasting();
  }

  private @Nullable WakeTrouble lasting() {
    Known latest = known;
    WakeTrouble trouble = latest.prospect.trouble().orElse(null);
    return trouble == null
        ? null
        : trouble.after(Duration.ofNanos(nanoTime() - latest.atNanos)).orElse(null);
  }

  long nanoTime() {
    return wakes.timer().nanoTime();
  }

  // The call.

  private Wake presentOrNew(WakeCause cause) {
    Wake wake = present.get();
    if (wake != null) {
      return wake;
    }
    Wake fresh = new Wake(this, cause, nanoTime());
    Wake other = present.compareAndExchange(null, fresh);
    if (other != null) {
      return other;
    }
    readProspect();
    return fresh;
  }

  private void callIf(boolean asleep, Wake wake, long epoch) {
    if (asleep && !wake.isCalledBeyond(epoch) && calling.compareAndSet(false, true)) {
      wake.calls();
      // So that it is told to be quiet one day, also if all that need it are gone by then.
      activity.called();
      call(wake.cause()).whenComplete((answer, never) -> answered(epoch, answer));
    }
  }

  private CompletionStage<WakeAnswer> call(WakeCause cause) {
    try {
      return wakes.demand().wake(name, cause);
    } catch (RuntimeException e) {
      LOG.warn("App {} could not be called for; its requests are refused for a second", name, e);
      return CompletableFuture.completedFuture(new WakeAnswer.Refused(unavailable()));
    }
  }

  private static WakeTrouble unavailable() {
    return WakeTrouble.of(
        WakeTrouble.Kind.STORE_AWAY,
        "The router failed to call for the app: its log says why, under the app's name.");
  }

  private void answered(long asleepEpoch, @Nullable WakeAnswer answer) {
    if (answer instanceof WakeAnswer.Coming coming) {
      coming(asleepEpoch, coming.epoch());
    } else {
      calling.set(false);
      refuse(answer instanceof WakeAnswer.Refused no ? no.trouble() : unavailable());
    }
  }

  private void coming(long asleepEpoch, long epoch) {
    Wake wake = present.get();
    if (wake != null) {
      wake.calls();
      wake.called(epoch, nanoTime());
    }
    if (epoch > asleepEpoch) {
      mayCallAgain();
    } else {
      // It went by what was so before the app fell asleep: this router knows better, and insists.
      wakes.timer().after(CALL_AGAIN, this::mayCallAgain);
    }
    readProspect();
    WakeTrouble trouble = lasting();
    if (trouble != null) {
      refuse(trouble);
    }
  }

  private void mayCallAgain() {
    calling.set(false);
    // The app may have fallen asleep anew while the call was under way.
    line.roomMade();
  }

  // News.

  /** There is news of whether the app comes up. */
  public void prospectChanged(WakeProspect now) {
    known = new Known(now, nanoTime());
    WakeTrouble trouble = now.trouble().orElse(null);
    if (trouble == null) {
      refusal = null;
    } else if (present.get() != null && !calling.get()) {
      refuse(trouble);
    }
  }

  private void readProspect() {
    known = new Known(wakes.demand().prospect(name), nanoTime());
  }

  /** How long the present wake is expected to take from now on, or one that began now. */
  public Optional<Duration> remaining() {
    Wake wake = present.get();
    Duration elapsed =
        wake == null ? Duration.ZERO : Duration.ofNanos(nanoTime() - wake.sinceNanos());
    return known
        .prospect
        .expectedBoot()
        .map(boot -> boot.minus(elapsed))
        .map(left -> left.isNegative() ? Duration.ZERO : left);
  }

  /** When the present wake began; empty where there is none. */
  public Optional<Instant> since() {
    return Optional.ofNullable(present.get()).map(Wake::at);
  }

  /** Nobody is to wait any longer: the line has all of them go on, to be answered so. */
  private void refuse(WakeTrouble trouble) {
    Duration keep = trouble.retryAfter().orElse(REFUSED_FOR);
    Duration bounded = keep.compareTo(REFUSED_FOR) < 0 ? keep : REFUSED_FOR;
    refusal = new Refusal(trouble, nanoTime() + bounded.toNanos());
    Wake wake = present.get();
    if (wake != null) {
      over(wake, Troubles.failure(trouble).code());
    }
    line.roomMade();
  }

  /**
   * A view of the app is in place, and its line not yet told.
   *
   * @param serves whether an instance takes requests
   * @param wakes whether requests wait for one to do so
   */
  public void published(boolean serves, boolean wakes) {
    if (serves) {
      refusal = null;
    }
    Wake wake = present.get();
    if (wake == null || wakes) {
      return;
    }
    if (serves) {
      wake.healthy(nanoTime());
    }
    wake.overIfNobodyWaits();
  }

  /** The wake has come to its end. Only the first end counts. */
  void over(Wake wake, String outcome) {
    if (!present.compareAndSet(wake, null)) {
      return;
    }
    wakes.demand().concluded(name);
    if (present.get() != null) {
      // The next one began meanwhile, and what it asked for was just called off.
      readProspect();
    }
    if (wake.calledFor()) {
      WakeReport report = wake.report(outcome);
      series.wakeEnded(report);
      tell(report);
    }
  }

  private void tell(WakeReport report) {
    try {
      wakes.demand().woken(name, report);
    } catch (RuntimeException e) {
      LOG.warn("How app {} woke could not be told; its ledger lacks one entry", name, e);
    }
  }
}

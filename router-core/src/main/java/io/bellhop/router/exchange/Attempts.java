package io.bellhop.router.exchange;

import io.bellhop.model.HashKey;
import io.bellhop.model.RetrySpec;
import io.bellhop.model.health.Outcome;
import io.bellhop.model.wake.WakeTrouble;
import io.bellhop.router.admit.Admission;
import io.bellhop.router.control.AppSlot;
import io.bellhop.router.control.AppView;
import io.bellhop.router.control.Backend;
import io.bellhop.router.control.DeploymentView;
import io.bellhop.router.failure.Failure;
import io.bellhop.router.pick.Pick;
import io.bellhop.router.pick.PickRequest;
import io.bellhop.router.record.HoldReason;
import io.bellhop.router.record.RetryRefusal;
import io.bellhop.router.retry.AttemptEnd;
import io.bellhop.router.retry.RetryBudget;
import io.bellhop.router.retry.RetryRules;
import io.bellhop.router.retry.RetryVerdict;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The attempts to have one request answered: which backend has it now, which had it before, and
 * whether there may be another. Each is told to its backend's {@link
 * io.bellhop.model.health.OutcomeSink}: that it began, and once what came of it. Confined to the
 * event loop.
 */
final class Attempts implements PickRequest {
  private final RequestPath path;
  private final InboundRequest request;
  private final AppSlot app;
  private final ExchangeRecord record;
  private final AnswerMarks marks;
  private final boolean monitors;
  private AppView view;
  private Pick.@Nullable Lease lease;
  private @Nullable Retries retries;

  Attempts(RequestPath path, InboundRequest request, AppSlot app, ExchangeRecord record) {
    this.path = path;
    this.request = request;
    this.app = app;
    this.record = record;
    this.marks = new AnswerMarks(path, request, app);
    this.view = app.view();
    this.monitors = view.spec().sleep().isPresent() && begin();
  }

  /** Notes that the app has something to do; says whether it is only a monitor that asks. */
  private boolean begin() {
    boolean byMonitor = WakeDoor.isMonitors(request, view);
    if (byMonitor) {
      app.activity().monitorBegan();
    } else {
      app.activity().requested();
    }
    return byMonitor;
  }

  /** The app, as the present attempt sees it. */
  AppView view() {
    return view;
  }

  @Override
  public boolean avoids(Backend backend) {
    return retries != null && retries.tried(backend);
  }

  @Override
  public long startedNanos() {
    return request.startedNanos();
  }

  @Override
  public @Nullable String hashText(HashKey key) {
    return HashTexts.of(request, key);
  }

  /** Whether repeating the request is the same as making it once. */
  boolean idempotent() {
    return request.idempotent()
        || (view.spec().retries().idempotencyKey() && request.hasIdempotencyKey());
  }

  /** Which connections will do for the present attempt. */
  Reuse reuse() {
    if (retries != null && retries.written()) {
      // Connections that were kept together tend to die together: another one proves nothing.
      return Reuse.NONE;
    }
    return idempotent() ? Reuse.ANY : Reuse.YOUNG;
  }

  /** The way of the request to its backends, of which nothing was sent yet. */
  Upload newUpload(ClientStream client) {
    long maxBodyBytes = view.limits().maxRequestBodyBytes();
    return new Upload(client, request, path.loop().replayMemory(), maxBodyBytes, maxReplayBytes());
  }

  /** How much of the request's body is to be kept, lest it has to be sent again. */
  private int maxReplayBytes() {
    RetrySpec spec = view.spec().retries();
    boolean pointless =
        request.contentLength() == 0 || spec.attempts() == 1 || !request.upgrade().isEmpty();
    return pointless || !idempotent() ? 0 : spec.replayBufferBytes();
  }

  /**
   * Begins an attempt at the backend that is picked for it.
   *
   * @return where; null where there is none, for which {@link #failure} gives the reason
   */
  @Nullable Backend begin(Pick pick) {
    if (!(pick instanceof Pick.Lease next)) {
      return null;
    }
    lease = next;
    Backend backend = next.backend();
    marks.attempt(backend);
    backend.outcomes().began();
    record.attempt(backend);
    if (record.attempts() > 1) {
      request.head().headers().setInt(FieldNames.X_BELLHOP_ATTEMPT, record.attempts());
    }
    return backend;
  }

  /**
   * Picks a backend by what is known of the app now: the instance may have been replaced. While
   * others wait for a backend, nobody overtakes them.
   */
  Pick pick() {
    view = app.view();
    return settle(app.held().occupied() ? Pick.SATURATED : path.pick(view, this), view);
  }

  /** What a pick comes to where the app wakes: it is waited for, unless that is of no use. */
  Pick settle(Pick picked, AppView by) {
    if (picked instanceof Pick.Waking) {
      WakeTrouble trouble = app.wake().trouble(by.asleep());
      return trouble == null ? picked : new Pick.Unwakeable(trouble);
    }
    if (picked instanceof Pick.Saturated && by.spec().perRequest().isPresent()) {
      WakeTrouble trouble = app.runTrouble();
      return trouble == null ? picked : new Pick.Unwakeable(trouble);
    }
    return picked;
  }

  /** Goes on by the view that a backend was picked from. */
  void resumeBy(AppView taken) {
    view = taken;
  }

  AppSlot app() {
    return app;
  }

  InboundRequest request() {
    return request;
  }

  /** Why there is no backend: what the attempt before came to, if there was one. */
  Failure failure(Pick none) {
    boolean known = none instanceof Pick.Unwakeable || none instanceof Pick.Closed;
    return retries == null || known ? marks.noBackend(none, view) : retries.failure();
  }

  /** Whether a later try may come to something else, so that the request is to wait for it. */
  static boolean mustWait(Pick pick) {
    return pick instanceof Pick.Saturated
        || pick instanceof Pick.Paused
        || pick instanceof Pick.Waking;
  }

  /** The backend answers: the head of that, as it goes to the client. */
  void answered(HttpResponse head) {
    marks.answered(head, view, lease == null ? null : lease.backend());
  }

  /** A head that comes before the answer, or begins a tunnel, with which run has the request. */
  HttpResponse marked(HttpResponse head) {
    marks.markRun(head);
    return head;
  }

  /** Whether a run of its own has the request. */
  boolean ofRun() {
    return marks.ofRun();
  }

  /** How that run ends. */
  CompletionStage<WakeTrouble> runEnd() {
    return Objects.requireNonNull(lease).backend().outcomes().end();
  }

  /** It ended so. */
  void runEnded(WakeTrouble end) {
    marks.runEnded(end, view);
  }

  /** It is about to wait, on these terms. */
  HoldTerms beginWait() {
    HoldTerms terms = HoldTerms.of(request, view);
    if (terms.reason() != HoldReason.WAKING) {
      return terms;
    }
    record.waitsFor(app.wake().join(WakeHeads.of(request).cause(), view.epoch(), view.asleep()));
    return retries == null ? terms : terms.after(retries.waited());
  }

  /** The app was found asleep while the request waits: it is to be woken. */
  void callFor(AppView asleep) {
    app.wake().ask(WakeHeads.of(request).cause(), asleep.epoch(), asleep.asleep());
  }

  /** On which terms it would wait now. */
  HoldTerms holdTerms() {
    return HoldTerms.of(request, app.view());
  }

  /** What the client gets where the request fails. */
  FullHttpResponse render(Failure failure) {
    return marks.render(failure, view);
  }

  /**
   * Whether another attempt may follow the present one, which is ended by that.
   *
   * @param written whether any of the request was handed to the connection
   * @param replayable whether all of that can be written again
   * @param failure what the request fails with otherwise
   */
  boolean mayFollow(AttemptEnd end, boolean written, boolean replayable, Failure failure) {
    if (written && marks.ofRun()) {
      // A run is for one request and runs once: what it did must not be done again.
      return false;
    }
    RetryVerdict verdict = RetryRules.classify(end, written, idempotent(), replayable);
    if (verdict instanceof RetryVerdict.Retry retry) {
      Optional<RetryRefusal> refusal =
          RetryRules.reachedNobody(end) && waitsForAnother()
              ? Optional.empty()
              : boundReached(RetryRules.needsBudget(end, written));
      if (refusal.isEmpty()) {
        record.retried(retry.reason());
        known().written(written);
        follow(end, failure);
        return true;
      }
      record.retryRefused(refusal.get());
    } else if (verdict instanceof RetryVerdict.Refused refused
        && end != AttemptEnd.BACKEND_FAILING) {
      // One that must not be repeated stays with a backend that may still answer: no failure yet.
      record.retryRefused(refused.why());
    }
    return false;
  }

  /**
   * The backend could not be connected to: whether the request may wait for it or for another, as
   * agents start one. Such attempts are bounded by how long that may take, not by their number: who
   * is not there is passed over from then on.
   */
  private boolean waitsForAnother() {
    Backend present = Objects.requireNonNull(lease).backend();
    present.unreached();
    if (!present.isReplaced()) {
      return false;
    }
    known().waits();
    AppView now = app.view();
    // Where nobody is left, the wait itself ends with the patience.
    return now.doubted()
        || now.wakes()
        || known().waited().compareTo(now.spec().wake().patience()) < 0;
  }

  /** Whether a backend is there that was not tried yet. */
  boolean elsewhere() {
    Backend present = lease == null ? null : lease.backend();
    for (DeploymentView deployment : app.view().serving()) {
      for (Backend backend : deployment.backends()) {
        if (backend != present && !avoids(backend) && !backend.doubted()) {
          return true;
        }
      }
    }
    return false;
  }

  private Optional<RetryRefusal> boundReached(boolean needsBudget) {
    RetrySpec spec = view.spec().retries();
    long sinceArrivalNanos = System.nanoTime() - request.startedNanos();
    Optional<RetryRefusal> reached =
        RetryRules.boundReached(spec, record.attempts(), sinceArrivalNanos);
    if (reached.isPresent() || !needsBudget || (retries != null && retries.inBudget())) {
      return reached;
    }
    if (!RetryBudget.enter(app, spec)) {
      return Optional.of(RetryRefusal.BUDGET);
    }
    known().inBudget(true);
    return Optional.empty();
  }

  private void follow(AttemptEnd end, Failure failure) {
    if (lease != null) {
      known().failed(lease.backend(), failure);
    }
    end(outcome(end, failure));
  }

  /** A kept connection may be closed at any time, and a verdict has been told already. */
  private static Outcome outcome(AttemptEnd end, Failure failure) {
    return switch (end) {
      case FOUND_CLOSED, KEPT_CONNECTION_CLOSED, BACKEND_FAILING -> Outcome.NEUTRAL;
      default -> Outcomes.of(failure);
    };
  }

  private Retries known() {
    Retries known = retries;
    if (known == null) {
      known = new Retries();
      retries = known;
    }
    return known;
  }

  /** Ends the present attempt, if there is one. */
  void end(Outcome outcome) {
    Pick.Lease held = lease;
    lease = null;
    if (held != null) {
      held.backend().outcomes().ended(outcome);
      held.backend().tally().attemptEnded(Outcomes.failed(outcome));
      held.release();
    }
  }

  /** Ends the present attempt, which was answered; what it holds is the tunnel's from now on. */
  Tunnel.Owner becomeTunnel() {
    Pick.Lease held = Objects.requireNonNull(lease);
    lease = null;
    held.backend().outcomes().ended(Outcome.ANSWERED);
    held.backend().tally().attemptEnded(false);
    leaveBudget();
    endMonitors();
    Upgrade upgrade = Upgrade.begin(app, held, record, path.shared().activity());
    return new Tunnel.Owner(request, view.timeouts().tunnelIdle(), record, upgrade, pulse());
  }

  /** The request has ended: its places are free. */
  void leave() {
    endMonitors();
    Admission.leave(app);
    leaveBudget();
  }

  private void endMonitors() {
    if (monitors) {
      app.activity().monitorEnded();
    }
  }

  /** What notices its data, once it is a tunnel; null where nobody wants to know. */
  private @Nullable StreamPulse pulse() {
    return view.spec().sleep().isPresent()
        ? new StreamPulse(app, request, Tunnel.isWebSocket(request))
        : null;
  }

  private void leaveBudget() {
    if (retries != null && retries.inBudget()) {
      retries.inBudget(false);
      RetryBudget.leave(app);
    }
  }
}

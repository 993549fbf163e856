package io.bellhop.router.exchange;

import io.bellhop.model.AppTimeouts;
import io.bellhop.model.health.Outcome;
import io.bellhop.model.plane.CutRequest;
import io.bellhop.router.control.AppSlot;
import io.bellhop.router.control.Backend;
import io.bellhop.router.failure.Failure;
import io.bellhop.router.pick.Pick;
import io.bellhop.router.retry.AttemptEnd;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to a backend, and its response on the way back. Confined to the event loop
 * that both connections live on.
 *
 * <pre>
 *   connecting ──connected──▶ waiting ──response head──▶ responding ──last piece──▶ ended
 *       ▲  │                   │    └──── 101 ────▶ tunnelling ──either side ends──▶ ended
 *       │  └─refused──┐        └─closed, or backend failing─┐
 *       └─────────────┴─────────────────────────────────────┘
 *         another attempt, where it is safe     any failure, or the client left ──▶ ended
 *
 *   connecting ──nobody has room──▶ held ──room──▶ connecting
 * </pre>
 *
 * <p>{@link Attempts} says whether there may be another attempt, and where; what is under way is
 * here.
 *
 * <p>Both directions run at once: a response may begin, and end, before the request has. Each side
 * is read only while the other can be written to, so memory does not grow with bodies.
 */
public final class Exchange {
  private enum Phase {
    CONNECTING,
    WAITING,
    RESPONDING,
    TUNNELLING,
    ENDED
  }

  private final RequestPath path;
  private final ClientStream client;
  private final InboundRequest request;
  private final ExchangeRecord record;
  private final Attempts attempts;
  private final Upload upload;
  private final Download download;

  private Phase phase = Phase.CONNECTING;
  private @Nullable BackendConnection connection;
  private @Nullable Wait wait;

  Exchange(RequestPath path, ClientStream client, InboundRequest request, AppSlot app) {
    this.path = path;
    this.client = client;
    this.request = request;
    this.record = path.newRecord(request, app);
    this.attempts = new Attempts(path, request, app, record);
    this.upload = attempts.newUpload(client);
    this.download = new Download(client, record);
    path.shared().activity().requests().increment();
  }

  void start() {
    proceed(attempts.pick());
  }

  /** Goes where the pick says, waits, or fails. */
  void proceed(Pick pick) {
    wait = null;
    if (Attempts.mustWait(pick)) {
      hold(RoomWait.begin(this, attempts, path.loop()));
      return;
    }
    Backend backend = attempts.begin(pick);
    if (backend == null) {
      fail(attempts.failure(pick));
    } else {
      connect(path.loop().pools().of(backend));
    }
  }

  /** Takes a connection from the pool, or waits for one. */
  void connect(BackendPool pool) {
    wait = null;
    long now = System.nanoTime();
    record.sent(now);
    if (!pool.lease(this, attempts.view(), attempts.reuse(), now)) {
      hold(ConnectionWait.begin(this, attempts, pool));
    }
  }

  /** Waits, or fails where there is no place to wait. The client's body is left where it is. */
  private void hold(@Nullable Wait begun) {
    wait = begun;
    record.holdBegan();
    if (begun == null) {
      fail(attempts.holdTerms().noPlace());
    } else {
      client.setReading(upload.complete());
    }
  }

  /** The backend that it waits for a connection to takes no new requests. */
  void onBackendRetired() {
    abandon();
    attempts.end(Outcome.NEUTRAL);
    proceed(attempts.pick());
    onClientReadComplete();
  }

  /** An attempt came to nothing: there is another where that is safe, else the request fails. */
  private void endAttempt(AttemptEnd end, Failure failure) {
    if (!tryAgain(end, failure)) {
      fail(failure);
    }
  }

  private boolean tryAgain(AttemptEnd end, Failure failure) {
    boolean written = phase != Phase.CONNECTING;
    if (!attempts.mayFollow(end, written, upload.replayable(), failure)) {
      return false;
    }
    phase = Phase.CONNECTING;
    abandon();
    proceed(attempts.pick());
    onClientReadComplete();
    return true;
  }

  /** Lets go of what it holds or waits for. */
  private void abandon() {
    Wait begun = wait;
    wait = null;
    if (begun != null) {
      begun.leave();
    }
    BackendConnection open = connection;
    connection = null;
    if (open != null) {
      open.abandon();
    }
  }

  // The client's side.

  /** A piece of the request body. Takes the reference over. */
  public void onRequestContent(HttpContent content) {
    if (phase == Phase.ENDED || phase == Phase.TUNNELLING || request.contentLength() == 0) {
      // A request without a body went whole with its head: what ends it here is empty.
      content.release();
      return;
    }
    BackendConnection to = connection;
    Failure refused = upload.take(content, to);
    if (refused != null) {
      endAttempt(AttemptEnd.CLIENT_FAILED, refused);
    } else if (to != null) {
      upload.await(to, phase == Phase.WAITING, timeouts());
    }
  }

  private AppTimeouts timeouts() {
    return attempts.view().timeouts();
  }

  /** A batch of what the client sent is through. */
  public void onClientReadComplete() {
    if (connection != null && phase != Phase.TUNNELLING) {
      connection.flush();
    }
  }

  /** The client reads faster or slower than it is written to. */
  public void onClientWritable(boolean writable) {
    if (connection != null) {
      connection.setReading(writable);
    }
    if (phase == Phase.RESPONDING) {
      armWhileResponding();
    }
  }

  /** Whether nothing more will come of it. */
  public boolean ended() {
    return phase == Phase.ENDED;
  }

  /** The client closed its connection. */
  public void onClientGone() {
    endEarly(Failure.CLIENT_LEFT);
  }

  /** The client's body stopped coming. */
  public void onClientStalled() {
    endAttempt(AttemptEnd.CLIENT_FAILED, Failure.BODY_TIMEOUT);
  }

  /** The drain of its backend waits no longer; what is ended by that. */
  CutRequest cut() {
    fail(Failure.DRAIN_CUT);
    return request.cut(false);
  }

  /** The router will not wait any longer. */
  public void onRouterStopping() {
    fail(Failure.ROUTER_DRAINING);
  }

  // The backend's side.

  /** A connection was opened for this request. */
  void onConnectionOpened(long tookNanos) {
    record.connected(tookNanos);
    record.sent(System.nanoTime());
  }

  void onConnected(BackendConnection to) {
    connection = to;
    phase = Phase.WAITING;
    upload.sendTo(to);
    upload.await(to, true, timeouts());
  }

  void onConnectFailed(Failure failure) {
    endAttempt(Outcomes.withoutConnection(failure), failure);
  }

  /** The connection was closed before anything could be written to it. */
  void onFoundClosed() {
    endAttempt(AttemptEnd.FOUND_CLOSED, Failure.BACKEND_RESET);
  }

  /** A byte of a response came: from now on there is one answer, whatever becomes of it. */
  void onFirstByte() {
    upload.sendOnce();
  }

  void onInterim(HttpResponse head) {
    download.interim(attempts.marked(head));
    holdBackendWhileClientIsFull();
  }

  private void holdBackendWhileClientIsFull() {
    if (connection != null) {
      download.holdWhileClientIsFull(connection);
    }
  }

  void onResponseHead(HttpResponse head) {
    if (ResponseFields.framedSafely(head)) {
      phase = Phase.RESPONDING;
      attempts.answered(head);
      download.begin(head, upload.complete());
    } else {
      onBackendFailed(Failure.BAD_RESPONSE);
    }
  }

  void onResponseContent(HttpContent content) {
    if (download.maybeCut(content, upload.broken())) {
      content.release();
      endAttempt(AttemptEnd.RESPONSE_BEGUN, Failure.RESPONSE_TRUNCATED);
      return;
    }
    boolean last = content instanceof LastHttpContent;
    download.relay(content);
    if (last) {
      complete();
    } else {
      holdBackendWhileClientIsFull();
    }
  }

  void onSwitchingProtocols(HttpResponse head) {
    BackendConnection from = Objects.requireNonNull(connection);
    if (!request.offers(head.headers().get(HttpHeaderNames.UPGRADE, ""))) {
      onBackendFailed(Failure.UNASKED_UPGRADE);
      return;
    }
    phase = Phase.TUNNELLING;
    connection = null;
    download.switching(attempts.marked(head));
    Tunnel.join(client, from, attempts.becomeTunnel());
  }

  void onBackendReadComplete() {
    if (phase == Phase.RESPONDING) {
      client.flush();
      armWhileResponding();
    }
  }

  private void armWhileResponding() {
    if (connection != null) {
      download.await(connection, timeouts().bodyIdle().toNanos());
    }
  }

  void onBackendWritable(boolean writable) {
    if (phase != Phase.TUNNELLING) {
      upload.backendWritable(writable, phase == Phase.WAITING ? connection : null);
    }
  }

  /** The backend's connection broke one way or both; a response that was sent may still come. */
  void onBackendError() {
    upload.breakOff(phase == Phase.WAITING ? connection : null, timeouts());
  }

  /** What the backend sent cannot be relayed. */
  void onBackendFailed(Failure failure) {
    endAttempt(AttemptEnd.MALFORMED_RESPONSE, failure);
  }

  void onBackendClosed(BackendConnection gone) {
    connection = null;
    if (phase == Phase.RESPONDING) {
      endAttempt(AttemptEnd.RESPONSE_BEGUN, Failure.RESPONSE_TRUNCATED);
    } else if (attempts.ofRun()) {
      hold(RunEndWait.begin(this, attempts, path.loop()));
    } else {
      endAttempt(gone.endBeforeResponse(), Failure.BACKEND_RESET);
    }
  }

  /**
   * The backend was judged to fail. A request that it has not begun to answer goes to another, if
   * it may and there is one; otherwise it stays, as it may still be answered.
   *
   * @return whether the request is no longer the backend's
   */
  boolean onBackendFailing() {
    boolean unanswered =
        phase == Phase.CONNECTING
            || (phase == Phase.WAITING && connection != null && !connection.answering());
    return unanswered
        && attempts.elsewhere()
        && tryAgain(AttemptEnd.BACKEND_FAILING, Failure.BACKEND_RESET);
  }

  void onBackendDeadline() {
    endAttempt(
        AttemptEnd.TIMED_OUT,
        phase == Phase.RESPONDING ? Failure.RESPONSE_STALLED : Failure.FIRST_BYTE_TIMEOUT);
  }

  // Ends.

  private void complete() {
    client.flush();
    phase = Phase.ENDED;
    if (connection != null) {
      connection.exchangeEnded(upload.complete());
    }
    releaseAll(Outcomes.of(download.status()));
    record.endedWell(download.status());
    client.finished();
  }

  void fail(Failure failure) {
    boolean headSent = phase == Phase.RESPONDING;
    if (!endEarly(failure)) {
      return;
    }
    if (headSent) {
      client.abort();
    } else {
      client.sendWhole(attempts.render(failure), upload.complete());
      client.flush();
      client.finished();
    }
  }

  private boolean endEarly(Failure failure) {
    if (phase == Phase.ENDED || phase == Phase.TUNNELLING) {
      return false;
    }
    phase = Phase.ENDED;
    abandon();
    releaseAll(Outcomes.of(failure));
    record.failed(failure);
    return true;
  }

  private void releaseAll(Outcome outcome) {
    connection = null;
    attempts.end(outcome);
    attempts.leave();
    path.shared().activity().requests().decrement();
    upload.release();
    record.requestBytes(upload.bodyBytes());
  }
}

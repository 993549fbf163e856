package io.bellhop.router.exchange;

import io.bellhop.model.HashKey;
import io.bellhop.router.admit.Admission;
import io.bellhop.router.control.AppSlot;
import io.bellhop.router.control.AppView;
import io.bellhop.router.control.Backend;
import io.bellhop.router.failure.Failure;
import io.bellhop.router.pick.Pick;
import io.bellhop.router.pick.PickRequest;
import io.bellhop.router.record.RetryReason;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to a backend, and its response on the way back. Confined to the event loop
 * that both connections live on.
 *
 * <pre>
 *   connecting ──connected──▶ waiting ──response head──▶ responding ──last piece──▶ ended
 *       ▲  │                    │   └──── 101 ────▶ tunnelling ──either side ends──▶ ended
 *       │  └─refused──┐         └─stale connection─┐     any failure, or the client left ──▶ ended
 *       └─────────────┴────────────────────────────┘
 *                    another try, where it is safe
 * </pre>
 *
 * <p>Both directions run at once: a response may begin, and end, before the request has. Each side
 * is read only while the other can be written to, so memory does not grow with bodies.
 */
public final class Exchange implements PickRequest {
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
  private final AppSlot app;
  private final ExchangeRecord record;
  private final Upload upload;

  private Phase phase = Phase.CONNECTING;
  private AppView view;
  private Pick.@Nullable Lease lease;
  private @Nullable BackendConnection connection;
  private @Nullable Backend avoided;
  private boolean staleRetried;
  private boolean selfDelimited;
  private int status;

  Exchange(RequestPath path, ClientStream client, InboundRequest request, AppSlot app) {
    this.path = path;
    this.client = client;
    this.request = request;
    this.app = app;
    this.view = app.view();
    this.upload = new Upload(request, view.limits().maxRequestBodyBytes());
    this.record = path.newRecord(request, app);
    path.shared().activity().requests().increment();
  }

  @Override
  public boolean avoids(Backend backend) {
    return backend == avoided;
  }

  @Override
  public @Nullable String hashText(HashKey key) {
    return HashTexts.of(request, key);
  }

  void start() {
    tryBackend(false);
  }

  private void tryBackend(boolean fresh) {
    Pick pick = path.pick(view, this);
    if (pick instanceof Pick.Lease next) {
      lease = next;
      record.attempt(next.backend());
      if (!path.loop().pools().of(next.backend()).lease(this, view, fresh)) {
        fail(Failure.BACKEND_SATURATED);
      }
    } else {
      fail(failureOf(pick));
    }
  }

  private static Failure failureOf(Pick pick) {
    if (pick instanceof Pick.Saturated) {
      return Failure.BACKEND_SATURATED;
    }
    return pick instanceof Pick.NoDeployment ? Failure.NO_DEPLOYMENT : Failure.NO_INSTANCES;
  }

  /** Tries once more, by what is known of the app now: the instance may have been replaced. */
  private void tryAgain(RetryReason reason, boolean fresh) {
    record.retried(reason);
    avoided = releaseLease();
    phase = Phase.CONNECTING;
    view = app.view();
    tryBackend(fresh);
    if (connection != null) {
      connection.flush();
    }
  }

  private @Nullable Backend releaseLease() {
    Pick.Lease held = lease;
    lease = null;
    if (held != null) {
      held.release();
    }
    return held == null ? null : held.backend();
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
      fail(refused);
    } else if (to == null) {
      client.setReading(upload.complete());
    } else {
      armWhileSending(to);
    }
  }

  private void armWhileSending(BackendConnection to) {
    if (phase == Phase.WAITING && upload.complete()) {
      to.deadline().in(view.timeouts().firstByte().toNanos());
    } else if (!upload.complete() && !to.isWritable()) {
      client.setReading(false);
      to.deadline().in(view.timeouts().bodyIdle().toNanos());
    }
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
    fail(Failure.BODY_TIMEOUT);
  }

  /** The router will not wait any longer. */
  public void onRouterStopping() {
    fail(Failure.ROUTER_DRAINING);
  }

  // The backend's side.

  /** A connection was opened for this request. */
  void onConnectionOpened(long tookNanos) {
    record.connected(tookNanos);
  }

  void onConnected(BackendConnection to) {
    connection = to;
    phase = Phase.WAITING;
    upload.sendTo(to);
    record.sent();
    client.setReading(true);
    armWhileSending(to);
  }

  void onConnectFailed(Failure failure) {
    if (record.attempts() < path.settings().pool().connectAttempts()) {
      tryAgain(
          failure == Failure.CONNECT_REFUSED
              ? RetryReason.CONNECT_REFUSED
              : RetryReason.CONNECT_FAILED,
          false);
    } else {
      fail(failure);
    }
  }

  void onInterim(HttpResponse head) {
    ResponseFields.prepare(head);
    client.sendInterim(head);
    client.flush();
    holdBackendWhileClientIsFull();
  }

  private void holdBackendWhileClientIsFull() {
    if (!client.isWritable() && connection != null) {
      connection.setReading(false);
    }
  }

  void onResponseHead(HttpResponse head) {
    if (!ResponseFields.framedSafely(head)) {
      fail(Failure.BAD_RESPONSE);
      return;
    }
    record.firstByte();
    phase = Phase.RESPONDING;
    status = head.status().code();
    selfDelimited =
        HttpUtil.isTransferEncodingChunked(head)
            || head.headers().contains(HttpHeaderNames.CONTENT_LENGTH);
    ResponseFields.prepare(head);
    client.sendHead(head, upload.complete());
  }

  void onResponseContent(HttpContent content) {
    boolean last = content instanceof LastHttpContent;
    if (last && upload.broken() && !selfDelimited) {
      // Only a clean close marks the end of such a body: after a reset it may be cut.
      content.release();
      fail(Failure.RESPONSE_TRUNCATED);
      return;
    }
    record.responseBytes(content.content().readableBytes());
    client.sendContent(content);
    if (last) {
      complete();
    } else {
      holdBackendWhileClientIsFull();
    }
  }

  void onSwitchingProtocols(HttpResponse head) {
    String chosen = head.headers().get(HttpHeaderNames.UPGRADE);
    BackendConnection from = Objects.requireNonNull(connection);
    if (chosen == null || !request.offers(chosen)) {
      fail(Failure.UNASKED_UPGRADE);
      return;
    }
    record.firstByte();
    phase = Phase.TUNNELLING;
    ResponseFields.prepare(head);
    path.shared().activity().requests().decrement();
    path.shared().activity().tunnels().increment();
    connection = null;
    client.sendInterim(head);
    Tunnel.join(client, from, tunnelOwner());
  }

  private Tunnel.Owner tunnelOwner() {
    return new Tunnel.Owner(view.timeouts().tunnelIdle(), record, this::endTunnel);
  }

  private void endTunnel(boolean drained) {
    phase = Phase.ENDED;
    releaseLease();
    Admission.leave(app);
    path.shared().activity().tunnels().decrement();
    if (drained) {
      record.failed(Failure.DRAIN_CUT);
    } else {
      record.endedWell(HttpResponseStatus.SWITCHING_PROTOCOLS.code());
    }
  }

  void onBackendReadComplete() {
    if (phase == Phase.RESPONDING) {
      client.flush();
      armWhileResponding();
    }
  }

  private void armWhileResponding() {
    if (connection == null) {
      return;
    }
    if (client.isWritable()) {
      connection.deadline().in(view.timeouts().bodyIdle().toNanos());
    } else {
      // It is the client that is waited for now; its own connection keeps that time.
      connection.deadline().cancel();
    }
  }

  void onBackendWritable(boolean writable) {
    if (!upload.complete() && phase != Phase.TUNNELLING) {
      client.setReading(writable);
      if (writable && phase == Phase.WAITING && connection != null) {
        connection.deadline().cancel();
      }
    }
  }

  /** The backend's connection broke one way or both; a response that was sent may still come. */
  void onBackendError() {
    upload.breakOff();
    if (phase == Phase.WAITING && connection != null) {
      client.setReading(true);
      connection.deadline().in(view.timeouts().firstByte().toNanos());
    }
  }

  void onBackendFailed(Failure failure) {
    fail(failure);
  }

  void onBackendClosed() {
    BackendConnection gone = connection;
    connection = null;
    if (phase == Phase.RESPONDING) {
      fail(Failure.RESPONSE_TRUNCATED);
    } else if (gone != null && mayRetryStale(gone)) {
      staleRetried = true;
      tryAgain(RetryReason.STALE_CONNECTION, true);
    } else {
      fail(Failure.BACKEND_RESET);
    }
  }

  /**
   * A connection that was kept may have been closed by the backend while the request was under way
   * to it (RFC 9112 §9.3.1): worth one try on a fresh one, if repeating the request is harmless.
   */
  private boolean mayRetryStale(BackendConnection gone) {
    return gone.reused() && !staleRetried && request.idempotent() && request.replayable();
  }

  void onBackendDeadline() {
    fail(phase == Phase.RESPONDING ? Failure.RESPONSE_STALLED : Failure.FIRST_BYTE_TIMEOUT);
  }

  // Ends.

  private void complete() {
    client.flush();
    phase = Phase.ENDED;
    if (connection != null) {
      connection.exchangeEnded(upload.complete());
    }
    releaseAll();
    record.endedWell(status);
    client.finished();
  }

  private void fail(Failure failure) {
    boolean headSent = phase == Phase.RESPONDING;
    if (!endEarly(failure)) {
      return;
    }
    if (headSent) {
      client.abort();
    } else {
      client.sendWhole(path.render(failure, request, view.errorPages()), upload.complete());
      client.flush();
      client.finished();
    }
  }

  private boolean endEarly(Failure failure) {
    if (phase == Phase.ENDED || phase == Phase.TUNNELLING) {
      return false;
    }
    phase = Phase.ENDED;
    BackendConnection open = connection;
    connection = null;
    if (open != null) {
      open.abandon();
    }
    releaseAll();
    record.failed(failure);
    return true;
  }

  private void releaseAll() {
    connection = null;
    releaseLease();
    Admission.leave(app);
    path.shared().activity().requests().decrement();
    upload.release();
    record.requestBytes(upload.bodyBytes());
  }
}

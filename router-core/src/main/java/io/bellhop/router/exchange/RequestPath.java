package io.bellhop.router.exchange;

import io.bellhop.model.ErrorPages;
import io.bellhop.router.admit.Admission;
import io.bellhop.router.control.AppSlot;
import io.bellhop.router.control.AppView;
import io.bellhop.router.failure.Failure;
import io.bellhop.router.failure.FailureContext;
import io.bellhop.router.failure.FailureDetail;
import io.bellhop.router.failure.FailureResponses;
import io.bellhop.router.pick.Pick;
import io.bellhop.router.pick.PickRequest;
import io.bellhop.router.settings.RouterSettings;
import io.bellhop.router.wake.Manner;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * The path of a request, stage by stage: what was accepted is routed, admitted, given to a backend
 * and carried there and back; what becomes of it is recorded. One for each event loop, and confined
 * to it.
 */
public final class RequestPath {
  private final LoopContext loop;
  private final Shared shared;

  /** The request path of one loop. */
  public RequestPath(LoopContext loop, Shared shared) {
    this.loop = loop;
    this.shared = shared;
  }

  /** What the loop's connections share. */
  public LoopContext loop() {
    return loop;
  }

  /** What all loops share. */
  public Shared shared() {
    return shared;
  }

  RouterSettings settings() {
    return shared.settings();
  }

  /**
   * Sends a request on its way.
   *
   * @return the exchange that carries it; null where it was answered here and now
   */
  public @Nullable Exchange serve(ClientStream client, InboundRequest request) {
    // Route: host and path lead to one app, or to nobody.
    AppSlot app = shared.table().find(request.host(), request.path());
    if (app == null) {
      return refuse(client, request, null, unroutable(request));
    }
    // The app's view is read once, so that the request sees a switch whole or not at all.
    AppView view = app.view();
    if (request.contentLength() > view.limits().maxRequestBodyBytes()) {
      return refuse(client, request, app, Failure.BODY_TOO_LARGE);
    }
    if (PausedAnswer.isFor(request, view)) {
      return answer(client, request, app, PausedAnswer.render());
    }
    if (WakeStatus.isFor(request, view)) {
      return answer(client, request, app, WakeDoor.status(app, view));
    }
    if (view.wakes() && answersForSleeper(client, request, app, view)) {
      return null;
    }
    // Admit: by the app's mode and its limit of requests in flight.
    Failure refused = Admission.enter(app, view);
    if (refused != null) {
      return refuse(client, request, app, refused);
    }
    // Pick a deployment by weight and a backend by load; exchange; record. Backends are tried until
    // one takes the request, so the exchange picks for itself.
    shared.requestFields().prepare(request);
    Exchange exchange = new Exchange(this, client, request, app);
    exchange.start();
    return exchange.ended() ? null : exchange;
  }

  /** Answers what is not to wait for an app that sleeps or wakes; false where it is to. */
  private boolean answersForSleeper(
      ClientStream client, InboundRequest request, AppSlot app, AppView view) {
    if (WakeDoor.isMonitors(request, view)) {
      answer(client, request, app, WakeDoor.canned(app));
      return true;
    }
    Manner manner = WakeDoor.meet(request, app, view);
    if (manner == Manner.ACCEPTED) {
      answer(client, request, app, WakeDoor.accepted(request, app, view));
    } else if (manner == Manner.PAGE) {
      refuse(client, request, app, Failure.APP_WAKING);
    }
    return manner != Manner.HOLD;
  }

  private Failure unroutable(InboundRequest request) {
    if (!shared.table().loaded()) {
      return Failure.NO_TABLE;
    }
    return shared.table().knows(request.host()) ? Failure.UNKNOWN_PATH : Failure.UNKNOWN_HOST;
  }

  /** Answers a request that was not accepted. */
  public void refuse(ClientStream client, InboundRequest request, Failure failure) {
    refuse(client, request, null, failure);
  }

  /** Answers an {@code OPTIONS} that may go no further (RFC 9110 §9.3.7). */
  public void answerOptions(ClientStream client, InboundRequest request) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT, Unpooled.EMPTY_BUFFER);
    response.headers().set(HttpHeaderNames.ALLOW, FailureResponses.ALLOWED_METHODS);
    answer(client, request, null, response);
  }

  private @Nullable Exchange answer(
      ClientStream client,
      InboundRequest request,
      @Nullable AppSlot app,
      FullHttpResponse response) {
    newRecord(request, app).endedWell(response.status().code());
    client.sendWhole(response, request.contentLength() == 0);
    client.flush();
    client.finished();
    return null;
  }

  Pick pick(AppView view, PickRequest request) {
    return loop.picker().pick(view, request);
  }

  ExchangeRecord newRecord(InboundRequest request, @Nullable AppSlot app) {
    return new ExchangeRecord(request, app, shared.meters(), shared.accessLog());
  }

  FullHttpResponse render(
      Failure failure, InboundRequest request, ErrorPages pages, FailureDetail detail) {
    return shared
        .failureResponses()
        .render(failure, new FailureContext(request.accept(), pages, request.requestId(), detail));
  }

  private @Nullable Exchange refuse(
      ClientStream client, InboundRequest request, @Nullable AppSlot app, Failure failure) {
    ErrorPages pages = app == null ? ErrorPages.NONE : app.view().errorPages();
    FailureDetail detail =
        app != null && failure == Failure.APP_WAKING ? WakeDoor.page(app) : FailureDetail.NONE;
    newRecord(request, app).failed(failure);
    client.sendWhole(render(failure, request, pages, detail), request.contentLength() == 0);
    client.flush();
    client.finished();
    return null;
  }
}

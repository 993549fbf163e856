package io.bellhop.router.exchange;

import io.bellhop.model.WakeSpec;
import io.bellhop.router.control.AppSlot;
import io.bellhop.router.control.AppView;
import io.bellhop.router.failure.FailureDetail;
import io.bellhop.router.record.WakeAnswerKind;
import io.bellhop.router.wake.Manner;
import io.bellhop.router.wake.Monitors;
import io.bellhop.router.wake.WakeHead;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;

/** Meets the requests of an app that sleeps or wakes: some are answered here, the others wait. */
final class WakeDoor {
  private static final String ASLEEP = "asleep";
  private static final String WAKING = "waking";
  private static final String STATUS = "wake-status";

  /** Where nobody knows how long the app takes. */
  private static final Duration USUAL = Duration.ofSeconds(2);

  private WakeDoor() {}

  /** Whether the request is a monitor's, which neither wakes the app nor waits for it. */
  static boolean isMonitors(InboundRequest request, AppView view) {
    WakeSpec spec = view.spec().wake();
    return Monitors.any(spec) && Monitors.match(spec, WakeHeads.of(request));
  }

  /** Calls for the app if the request is not to wait for it, and says what it gets instead. */
  static Manner meet(InboundRequest request, AppSlot app, AppView view) {
    WakeHead head = WakeHeads.of(request);
    boolean waits = !head.isNavigation() && !head.prefersAsync();
    // Whoever would wait in vain is told so where all others are, and begins no wake.
    if (waits || app.wake().trouble(view.asleep()) != null) {
      return Manner.HOLD;
    }
    // First, as how long it takes is only known of a wake that has begun.
    app.wake().ask(head.cause(), view.epoch(), view.asleep());
    return app.wake().trouble(view.asleep()) != null
        ? Manner.HOLD
        : Manner.of(head, view.spec().wake(), app.wake().remaining());
  }

  /** What is known of how long a page is to wait. */
  static FailureDetail page(AppSlot app) {
    app.series().wakeAnswered(WakeAnswerKind.PAGE);
    return FailureDetail.retryAfter(app.wake().remaining().orElse(USUAL));
  }

  /** What a monitor gets: 200, without a body, and marked as Bellhop's own. */
  static FullHttpResponse canned(AppSlot app) {
    app.series().wakeAnswered(WakeAnswerKind.CANNED);
    return response(HttpResponseStatus.OK, ASLEEP, new byte[0]);
  }

  /** The app is called for; where to ask how that goes (RFC 7240 §4.1). */
  static FullHttpResponse accepted(InboundRequest request, AppSlot app, AppView view) {
    app.series().wakeAnswered(WakeAnswerKind.ACCEPTED);
    FullHttpResponse response =
        response(HttpResponseStatus.ACCEPTED, WAKING, WakeStatus.json(app, view));
    int seconds =
        FailureDetail.retryAfter(app.wake().remaining().orElse(USUAL)).retryAfterSeconds();
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
        .set(HttpHeaderNames.LOCATION, WakeStatus.pathFor(request, view))
        .set(FieldNames.PREFERENCE_APPLIED, "respond-async")
        .setInt(HttpHeaderNames.RETRY_AFTER, seconds);
    return response;
  }

  /** How the app does. */
  static FullHttpResponse status(AppSlot app, AppView view) {
    FullHttpResponse response = response(HttpResponseStatus.OK, STATUS, WakeStatus.json(app, view));
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
    return response;
  }

  private static FullHttpResponse response(HttpResponseStatus status, String answer, byte[] body) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
    response
        .headers()
        .set(FieldNames.X_BELLHOP_ANSWER, answer)
        .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
        .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
    return response;
  }
}

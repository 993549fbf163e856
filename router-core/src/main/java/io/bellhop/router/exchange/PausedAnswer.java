package io.bellhop.router.exchange;

import io.bellhop.model.CheckSpec;
import io.bellhop.model.TrafficMode;
import io.bellhop.router.control.AppView;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/**
 * What a monitor in front gets of a paused app at its health path: a pause is no reason to take the
 * front door out of service, and a probe that is held is one that times out.
 */
final class PausedAnswer {
  private static final String PAUSED = "paused";

  private PausedAnswer() {}

  /** Whether the request is to be answered so. */
  static boolean isFor(InboundRequest request, AppView view) {
    return view.mode() == TrafficMode.PAUSED
        && view.spec().health().check() instanceof CheckSpec.Http check
        && isProbe(request.head().method())
        && pathOf(check).equals(request.path());
  }

  private static boolean isProbe(HttpMethod method) {
    return HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method);
  }

  /** A check's target may have a query, which routing takes no notice of. */
  private static String pathOf(CheckSpec.Http check) {
    int query = check.path().indexOf('?');
    return query < 0 ? check.path() : check.path().substring(0, query);
  }

  /** 200, without a body, and marked as Bellhop's own. */
  static FullHttpResponse render() {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER);
    response
        .headers()
        .set(FieldNames.X_BELLHOP_ANSWER, PAUSED)
        .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .setInt(HttpHeaderNames.CONTENT_LENGTH, 0);
    return response;
  }
}

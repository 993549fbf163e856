package io.bellhop.router.exchange;

import io.bellhop.router.wake.WakeHead;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;

/** What of a request an app that sleeps goes by. */
final class WakeHeads {
  private WakeHeads() {}

  static WakeHead of(InboundRequest request) {
    HttpHeaders fields = request.head().headers();
    return new WakeHead(
        request.head().method().name(),
        request.host(),
        request.path(),
        request.accept(),
        fields.get(FieldNames.SEC_FETCH_MODE, ""),
        joined(fields.getAll(FieldNames.PREFER)),
        fields.get(HttpHeaderNames.USER_AGENT, ""),
        !request.upgrade().isEmpty());
  }

  private static String joined(List<String> values) {
    return values.isEmpty() ? "" : String.join(",", values);
  }
}

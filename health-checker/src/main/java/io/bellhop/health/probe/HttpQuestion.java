package io.bellhop.health.probe;

import io.bellhop.model.BackendAddress;
import io.bellhop.model.CheckSpec;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;

/** The request of an HTTP probe. */
final class HttpQuestion {
  /** By which apps can tell probes from visitors. */
  static final AsciiString USER_AGENT = AsciiString.cached("Bellhop-Health/1");

  private HttpQuestion() {}

  static FullHttpRequest of(CheckSpec.Http check, BackendAddress address, boolean last) {
    FullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.valueOf(check.method()),
            check.path(),
            Unpooled.EMPTY_BUFFER);
    String host = check.host().isEmpty() ? address.toString() : check.host();
    request
        .headers()
        .set(HttpHeaderNames.HOST, host)
        .set(HttpHeaderNames.USER_AGENT, USER_AGENT)
        .set(HttpHeaderNames.ACCEPT, "*/*");
    if (last) {
      request.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    return request;
  }
}

package io.bellhop.app.sample;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What the sample says. */
final class Answers {
  private final String name;
  private final long pid = ProcessHandle.current().pid();

  Answers(String name) {
    this.name = name;
  }

  /** Who answers, and what of the request came through. */
  FullHttpResponse echo(HttpRequest request) {
    StringBuilder text = new StringBuilder();
    text.append("Hello from ").append(name).append(" (pid ").append(pid).append(")\n\n");
    text.append(request.method()).append(' ').append(request.uri()).append('\n');
    for (Map.Entry<String, String> header : request.headers()) {
      text.append(header.getKey()).append(": ").append(header.getValue()).append('\n');
    }
    return plain(HttpResponseStatus.OK, text.toString());
  }

  /** One server-sent event. */
  String event(int number) {
    return "id: %d\ndata: event %d from %s\n\n".formatted(number, number, name);
  }

  static FullHttpResponse plain(HttpResponseStatus status, String text) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
    return response;
  }
}

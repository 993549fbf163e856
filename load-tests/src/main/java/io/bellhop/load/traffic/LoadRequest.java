package io.bellhop.load.traffic;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;

/**
 * One request of a load.
 *
 * @param dueNanos when it should be sent
 * @param whenEnded what is done when it has been answered or has failed
 */
record LoadRequest(int id, long dueNanos, Runnable whenEnded) {
  private static final int BODY_BYTES = 256;

  FullHttpRequest message(String host) {
    boolean post = Answer.isPost(id);
    ByteBuf body = post ? Unpooled.buffer(BODY_BYTES).writeZero(BODY_BYTES) : Unpooled.EMPTY_BUFFER;
    FullHttpRequest message =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, post ? HttpMethod.POST : HttpMethod.GET, "/" + id, body);
    message.headers().set(HttpHeaderNames.HOST, host);
    if (post) {
      message.headers().set(HttpHeaderNames.CONTENT_LENGTH, BODY_BYTES);
    }
    return message;
  }

  Answer answer(int status, String code, String backend) {
    return new Answer(id, dueNanos, System.nanoTime() - dueNanos, status, code, backend);
  }
}

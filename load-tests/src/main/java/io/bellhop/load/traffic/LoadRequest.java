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
 * @param path what is asked for
 * @param dueNanos when it should be sent
 * @param whenEnded what is done when it has been answered or has failed
 */
record LoadRequest(int id, String path, long dueNanos, Runnable whenEnded) {
  private static final int BODY_BYTES = 256;

  /** A request whose path is its id. */
  static LoadRequest numbered(int id, long dueNanos, Runnable whenEnded) {
    return new LoadRequest(id, "/" + id, dueNanos, whenEnded);
  }

  FullHttpRequest message(String host) {
    boolean post = Answer.isPost(id);
    ByteBuf body = post ? Unpooled.buffer(BODY_BYTES).writeZero(BODY_BYTES) : Unpooled.EMPTY_BUFFER;
    FullHttpRequest message =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, post ? HttpMethod.POST : HttpMethod.GET, path, body);
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

package io.bellhop.router.exchange;

import io.bellhop.router.failure.Failure;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The way of a request to a backend: its head, and its body piece by piece. What comes before there
 * is a backend to write to waits here; the client is not read meanwhile, so that is one read at
 * most.
 */
final class Upload {
  private final InboundRequest request;
  private final long maxBodyBytes;
  private @Nullable ArrayDeque<HttpContent> unsent;
  private long bodyBytes;
  private boolean complete;
  private boolean broken;

  Upload(InboundRequest request, long maxBodyBytes) {
    this.request = request;
    this.maxBodyBytes = maxBodyBytes;
    this.complete = request.contentLength() == 0;
  }

  /** Whether the whole request has come; one without a body has once its head was read. */
  boolean complete() {
    return complete;
  }

  long bodyBytes() {
    return bodyBytes;
  }

  /**
   * The backend reads no more: what still comes is dropped, as its answer may come all the same.
   */
  void breakOff() {
    broken = true;
  }

  boolean broken() {
    return broken;
  }

  /** Writes the request, as far as it has come, to a backend; to another one if need be. */
  void sendTo(BackendConnection to) {
    broken = false;
    HttpRequest head = request.head();
    boolean isHead = HttpMethod.HEAD.equals(head.method());
    // Known to be whole, it makes one buffer and one system call.
    to.write(request.contentLength() == 0 ? whole(head) : head, isHead);
    if (unsent != null) {
      unsent.forEach(to::writeContent);
      unsent = null;
    }
  }

  /**
   * Passes a piece of the body on, or keeps it where there is no connection yet. Takes the
   * reference over.
   *
   * @return what is wrong with it; null where nothing is
   */
  @Nullable Failure take(HttpContent content, @Nullable BackendConnection to) {
    bodyBytes += content.content().readableBytes();
    Failure refused = refusal(content);
    if (refused == null && content instanceof LastHttpContent last) {
      complete = true;
      TrailerFields.prepare(last);
    }
    if (refused != null || broken) {
      content.release();
    } else if (to == null) {
      keep(content);
    } else {
      to.writeContent(content);
    }
    return refused;
  }

  private @Nullable Failure refusal(HttpContent content) {
    if (content.decoderResult().isFailure()) {
      return Failure.BAD_BODY;
    }
    return bodyBytes > maxBodyBytes ? Failure.BODY_TOO_LARGE : null;
  }

  private void keep(HttpContent content) {
    if (unsent == null) {
      unsent = new ArrayDeque<>(2);
    }
    unsent.add(content);
  }

  void release() {
    if (unsent != null) {
      unsent.forEach(HttpContent::release);
      unsent = null;
    }
  }

  private static HttpRequest whole(HttpRequest head) {
    return new DefaultFullHttpRequest(
        head.protocolVersion(),
        head.method(),
        head.uri(),
        Unpooled.EMPTY_BUFFER,
        head.headers(),
        EmptyHttpHeaders.INSTANCE);
  }
}

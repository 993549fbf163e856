package io.bellhop.router.accept;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * Writes responses to an HTTP/1 connection. A head is held back until it is known what follows it:
 * together with a whole small body it makes one buffer and one system call. Confined to the event
 * loop.
 */
final class ResponseWriter {
  private final Channel channel;
  private final ResponseFraming framing;
  private @Nullable HttpResponse heldHead;

  ResponseWriter(Channel channel, ResponseFraming framing) {
    this.channel = channel;
    this.framing = framing;
  }

  void interim(HttpResponse head) {
    if (framing.takesInterim()) {
      write(head);
      write(LastHttpContent.EMPTY_LAST_CONTENT);
    }
  }

  void head(HttpResponse head, boolean requestComplete) {
    framing.frame(head, requestComplete);
    heldHead = head;
  }

  void content(HttpContent content) {
    if (heldHead != null && content instanceof LastHttpContent last) {
      write(joined(heldHead, last));
      heldHead = null;
    } else {
      writeHeldHead();
      write(content);
    }
  }

  void whole(FullHttpResponse response, boolean requestComplete) {
    framing.frame(response, requestComplete);
    if (framing.withoutBody()) {
      response.content().clear();
    }
    write(response);
  }

  void flush() {
    writeHeldHead();
    channel.flush();
  }

  private static FullHttpResponse joined(HttpResponse head, LastHttpContent last) {
    return new DefaultFullHttpResponse(
        head.protocolVersion(),
        head.status(),
        last.content(),
        head.headers(),
        last.trailingHeaders());
  }

  private void writeHeldHead() {
    if (heldHead != null) {
      write(heldHead);
      heldHead = null;
    }
  }

  private void write(Object message) {
    channel.write(message, channel.voidPromise());
  }
}

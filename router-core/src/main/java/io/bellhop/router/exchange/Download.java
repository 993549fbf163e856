package io.bellhop.router.exchange;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;

/** The way of a response to the client: its head, and its body piece by piece. */
final class Download {
  private final ClientStream client;
  private final ExchangeRecord record;
  private boolean selfDelimited;
  private int status;

  Download(ClientStream client, ExchangeRecord record) {
    this.client = client;
    this.record = record;
  }

  int status() {
    return status;
  }

  void interim(HttpResponse head) {
    ResponseFields.prepare(head);
    client.sendInterim(head);
    client.flush();
  }

  /** Sends the head after which the connection is a tunnel. */
  void switching(HttpResponse head) {
    record.firstByte();
    ResponseFields.prepare(head);
    client.sendInterim(head);
  }

  /** Begins the final response, whose framing was found safe. */
  void begin(HttpResponse head, boolean requestComplete) {
    record.firstByte();
    status = head.status().code();
    selfDelimited =
        HttpUtil.isTransferEncodingChunked(head)
            || head.headers().contains(HttpHeaderNames.CONTENT_LENGTH);
    ResponseFields.prepare(head);
    client.sendHead(head, requestComplete);
  }

  /**
   * Whether this piece ends a response that may have been cut: after a reset only those are known
   * to be whole that say where they end.
   */
  boolean maybeCut(HttpContent content, boolean afterReset) {
    return content instanceof LastHttpContent && afterReset && !selfDelimited;
  }

  /** Passes a piece of the body on. Takes the reference over. */
  void relay(HttpContent content) {
    record.responseBytes(content.content().readableBytes());
    client.sendContent(content);
  }

  /** The backend is not read while the client cannot be written to, so that nothing piles up. */
  void holdWhileClientIsFull(BackendConnection from) {
    if (!client.isWritable()) {
      from.setReading(false);
    }
  }

  /** Gives the backend so long for the next piece. */
  void await(BackendConnection from, long nanos) {
    if (client.isWritable()) {
      from.deadline().in(nanos);
    } else {
      // It is the client that is waited for now; its own connection keeps that time.
      from.deadline().cancel();
    }
  }
}

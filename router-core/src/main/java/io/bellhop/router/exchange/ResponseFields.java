package io.bellhop.router.exchange;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** Turns a backend's response head into the one that the client gets. */
final class ResponseFields {
  private ResponseFields() {}

  /** Edits the head in place: hop-by-hop fields out, version ours. */
  static void prepare(HttpResponse head) {
    HttpHeaders headers = head.headers();
    String upgrade = keptUpgrade(head);
    HopByHop.remove(headers);
    if (upgrade != null) {
      headers.set(HttpHeaderNames.UPGRADE, upgrade);
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
    }
    // Only what Bellhop makes itself may carry it: a backend could pass for the router otherwise.
    headers.remove(FieldNames.X_BELLHOP_ERROR);
    headers.remove(FieldNames.X_BELLHOP_ANSWER);
    // It is the router's to hear, and nobody's business beyond it.
    headers.remove(FieldNames.X_BELLHOP_BUSY);
    head.setProtocolVersion(HttpVersion.HTTP_1_1);
  }

  /**
   * Whether the framing is beyond doubt: a transfer coding whose end is not marked by chunks would
   * be told apart from a broken connection by nobody (RFC 9112 §6.3).
   */
  static boolean framedSafely(HttpResponse head) {
    return !head.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
        || HttpUtil.isTransferEncodingChunked(head);
  }

  /** 426 must name the protocols it asks for (RFC 9110 §15.5.22), and 101 the one it chose. */
  private static @Nullable String keptUpgrade(HttpResponse head) {
    int status = head.status().code();
    return status == HttpResponseStatus.SWITCHING_PROTOCOLS.code()
            || status == HttpResponseStatus.UPGRADE_REQUIRED.code()
        ? head.headers().get(HttpHeaderNames.UPGRADE)
        : null;
  }
}

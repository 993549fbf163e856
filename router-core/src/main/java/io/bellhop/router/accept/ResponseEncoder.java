package io.bellhop.router.accept;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** Knows which responses have no body because their request was a HEAD (RFC 9112 §6.3). */
final class ResponseEncoder extends HttpResponseEncoder {
  private boolean answersHead;

  void answersHead(boolean value) {
    answersHead = value;
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpResponse response) {
    return answersHead || super.isContentAlwaysEmpty(response);
  }
}

package io.bellhop.router.accept;

import io.bellhop.router.exchange.Activity;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;

/**
 * How a response ends on an HTTP/1 connection, and whether the connection outlives it (RFC 9112 §6
 * and §9.3). Begun anew for each request.
 */
final class ResponseFraming {
  private final DateCache dates;
  private final Activity activity;
  private boolean http10;
  private boolean keepAlive;
  private boolean head;
  private boolean withoutBody;
  private boolean endsByClose;

  ResponseFraming(DateCache dates, Activity activity) {
    this.dates = dates;
    this.activity = activity;
  }

  void begin(boolean http10Client, boolean clientKeepsAlive, boolean isHead) {
    http10 = http10Client;
    keepAlive = clientKeepsAlive;
    head = isHead;
    endsByClose = false;
  }

  /** HTTP/1.0 knows no 1xx (RFC 9110 §15.2). */
  boolean takesInterim() {
    return !http10;
  }

  /** Whether the end of the connection is the end of the response. */
  boolean endsByClose() {
    return endsByClose;
  }

  boolean closesAfter() {
    return !keepAlive;
  }

  boolean withoutBody() {
    return withoutBody;
  }

  /** Sets the fields that frame the response for this client. */
  void frame(HttpResponse response, boolean requestComplete) {
    HttpHeaders headers = response.headers();
    withoutBody = head || hasNoBody(response.status());
    if (http10) {
      headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
    }
    if (!withoutBody && !isDelimited(headers)) {
      delimit(headers);
    }
    keepAlive = keepAlive && requestComplete && !endsByClose && !activity.draining();
    if (!keepAlive) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (http10) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
    if (!headers.contains(HttpHeaderNames.DATE)) {
      headers.set(HttpHeaderNames.DATE, dates.now());
    }
  }

  private void delimit(HttpHeaders headers) {
    if (http10) {
      endsByClose = true;
    } else {
      headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
  }

  private static boolean isDelimited(HttpHeaders headers) {
    return headers.contains(HttpHeaderNames.CONTENT_LENGTH)
        || headers.contains(HttpHeaderNames.TRANSFER_ENCODING);
  }

  private static boolean hasNoBody(HttpResponseStatus status) {
    return status.code() == HttpResponseStatus.NO_CONTENT.code()
        || status.code() == HttpResponseStatus.NOT_MODIFIED.code()
        || status.codeClass() == HttpStatusClass.INFORMATIONAL;
  }
}

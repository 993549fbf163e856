package io.bellhop.router.exchange;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import java.util.List;

/**
 * Takes out of trailers what must not stand there (RFC 9110 §6.5.1): fields that frame, route,
 * authenticate or forward, which a peer that merges trailers into the head would believe.
 */
final class TrailerFields {
  private static final List<AsciiString> FORBIDDEN =
      List.of(
          HttpHeaderNames.HOST,
          HttpHeaderNames.CONNECTION,
          HttpHeaderNames.TE,
          HttpHeaderNames.UPGRADE,
          HttpHeaderNames.EXPECT,
          HttpHeaderNames.MAX_FORWARDS,
          HttpHeaderNames.VIA,
          HttpHeaderNames.AUTHORIZATION,
          HttpHeaderNames.PROXY_AUTHORIZATION,
          HttpHeaderNames.COOKIE,
          HttpHeaderNames.SET_COOKIE,
          HttpHeaderNames.CONTENT_TYPE,
          HttpHeaderNames.CONTENT_ENCODING,
          HttpHeaderNames.CONTENT_RANGE,
          FieldNames.FORWARDED,
          FieldNames.KEEP_ALIVE,
          FieldNames.X_FORWARDED_FOR,
          FieldNames.X_FORWARDED_HOST,
          FieldNames.X_FORWARDED_PORT,
          FieldNames.X_FORWARDED_PROTO,
          FieldNames.X_REQUEST_ID,
          FieldNames.X_REQUEST_START,
          FieldNames.X_BELLHOP_ANSWER,
          FieldNames.X_BELLHOP_ATTEMPT,
          FieldNames.X_BELLHOP_BUSY,
          FieldNames.X_BELLHOP_ERROR,
          FieldNames.X_BELLHOP_RUN);

  private TrailerFields() {}

  /** Edits the trailers in place, if there are any. */
  static void prepare(LastHttpContent last) {
    HttpHeaders trailers = last.trailingHeaders();
    if (!trailers.isEmpty()) {
      FORBIDDEN.forEach(trailers::remove);
    }
  }
}

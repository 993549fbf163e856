package io.bellhop.router.exchange;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Set;

/** Takes out the fields that are meant for one connection only (RFC 9110 §7.6.1). */
final class HopByHop {
  /**
   * Fields that no {@code Connection} may name away: without them a message would be framed or
   * routed otherwise than it was checked, or the client's address would be hidden (CVE-2022-31813).
   */
  private static final Set<AsciiString> NEVER_REMOVED =
      Set.of(
          HttpHeaderNames.HOST,
          HttpHeaderNames.CONTENT_LENGTH,
          HttpHeaderNames.TRANSFER_ENCODING,
          HttpHeaderNames.AUTHORIZATION,
          HttpHeaderNames.COOKIE,
          HttpHeaderNames.SET_COOKIE,
          HttpHeaderNames.EXPECT,
          HttpHeaderNames.VIA,
          FieldNames.FORWARDED,
          FieldNames.X_FORWARDED_FOR,
          FieldNames.X_FORWARDED_HOST,
          FieldNames.X_FORWARDED_PORT,
          FieldNames.X_FORWARDED_PROTO,
          FieldNames.X_REQUEST_ID);

  private HopByHop() {}

  static void remove(HttpHeaders headers) {
    if (headers.contains(HttpHeaderNames.CONNECTION)) {
      removeNamed(headers, headers.getAll(HttpHeaderNames.CONNECTION));
      headers.remove(HttpHeaderNames.CONNECTION);
    }
    headers.remove(FieldNames.KEEP_ALIVE);
    headers.remove(FieldNames.PROXY_CONNECTION);
    headers.remove(HttpHeaderNames.UPGRADE);
  }

  private static void removeNamed(HttpHeaders headers, List<String> values) {
    for (String value : values) {
      for (String token : value.split(",")) {
        AsciiString name = AsciiString.of(token.trim()).toLowerCase();
        if (!name.isEmpty() && !NEVER_REMOVED.contains(name)) {
          headers.remove(name);
        }
      }
    }
  }
}

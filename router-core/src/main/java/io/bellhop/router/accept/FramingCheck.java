package io.bellhop.router.accept;

import io.bellhop.router.failure.Failure;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refuses heads that are malformed, too large, or that two parsers could read differently (RFC 9112
 * §11.2). Stateless.
 */
final class FramingCheck {
  private static final String[] FRAMING_NAMES = {"content-length", "transfer-encoding"};

  private final int maxHeaderCount;

  FramingCheck(int maxHeaderCount) {
    this.maxHeaderCount = maxHeaderCount;
  }

  /** What is wrong with the head; null where nothing is. */
  @Nullable Failure check(HttpRequest head) {
    if (head.decoderResult().isFailure()) {
      return decodingFailure(head.decoderResult().cause());
    }
    if (!versionIsPlain(head.protocolVersion())) {
      return Failure.VERSION_UNSUPPORTED;
    }
    HttpMethod method = head.method();
    if (HttpMethod.TRACE.equals(method) || HttpMethod.CONNECT.equals(method)) {
      return Failure.METHOD_REFUSED;
    }
    return checkFields(head.headers(), head.protocolVersion().equals(HttpVersion.HTTP_1_1));
  }

  /**
   * The decoder takes {@code http/1.1} too, but only what was written as RFC 9112 §2.3 has it is
   * given as one of its constants.
   */
  @SuppressWarnings("ReferenceEquality")
  private static boolean versionIsPlain(HttpVersion version) {
    return version == HttpVersion.HTTP_1_1 || version == HttpVersion.HTTP_1_0;
  }

  private @Nullable Failure checkFields(HttpHeaders headers, boolean http11) {
    if (headers.size() > maxHeaderCount) {
      return Failure.HEAD_TOO_LARGE;
    }
    if (!hostIsPlain(headers, http11)) {
      return Failure.BAD_HOST;
    }
    if (hasFramingLookalike(headers) || !framingIsPlain(headers)) {
      return Failure.BAD_REQUEST;
    }
    String expect = headers.get(HttpHeaderNames.EXPECT);
    return expect == null || HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expect)
        ? null
        : Failure.EXPECTATION_FAILED;
  }

  /** RFC 9112 §3.2: exactly one, save for HTTP/1.0. */
  private static boolean hostIsPlain(HttpHeaders headers, boolean http11) {
    Iterator<String> hosts = headers.valueStringIterator(HttpHeaderNames.HOST);
    if (!hosts.hasNext()) {
      return !http11;
    }
    hosts.next();
    return !hosts.hasNext();
  }

  /** One transfer coding, which is chunked; or one length, in digits (RFC 9112 §6.1 to §6.3). */
  private static boolean framingIsPlain(HttpHeaders headers) {
    Iterator<String> codings = headers.valueStringIterator(HttpHeaderNames.TRANSFER_ENCODING);
    if (codings.hasNext()) {
      String coding = codings.next();
      return !codings.hasNext()
          && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(coding)
          && !headers.contains(HttpHeaderNames.CONTENT_LENGTH);
    }
    Iterator<String> lengths = headers.valueStringIterator(HttpHeaderNames.CONTENT_LENGTH);
    if (!lengths.hasNext()) {
      return true;
    }
    String length = lengths.next();
    return !lengths.hasNext() && isDigits(length);
  }

  private static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /**
   * Whether a field's name reads as a framing field to a backend that takes {@code _} for {@code
   * -}, as CGI-style servers do.
   */
  private static boolean hasFramingLookalike(HttpHeaders headers) {
    Iterator<Map.Entry<CharSequence, CharSequence>> fields = headers.iteratorCharSequence();
    while (fields.hasNext()) {
      CharSequence name = fields.next().getKey();
      for (String framing : FRAMING_NAMES) {
        if (name.length() == framing.length() && looksLike(name, framing)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean looksLike(CharSequence name, String framing) {
    boolean underscore = false;
    for (int i = 0; i < framing.length(); i++) {
      char c = name.charAt(i);
      underscore |= c == '_';
      char plain = c == '_' ? '-' : c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
      if (plain != framing.charAt(i)) {
        return false;
      }
    }
    return underscore;
  }

  private static Failure decodingFailure(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return Failure.TARGET_TOO_LONG;
    }
    return cause instanceof TooLongHttpHeaderException
        ? Failure.HEAD_TOO_LARGE
        : Failure.BAD_REQUEST;
  }
}

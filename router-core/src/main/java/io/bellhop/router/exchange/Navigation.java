package io.bellhop.router.exchange;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Locale;

/** Whether a person waits before a browser for a page. */
final class Navigation {
  private static final String NAVIGATE = "navigate";
  private static final String HTML = "text/html";

  private Navigation() {}

  /**
   * Browsers say so in {@code Sec-Fetch-Mode} (W3C Fetch Metadata); of those that do not, what asks
   * for HTML is taken for one.
   */
  static boolean is(InboundRequest request) {
    HttpMethod method = request.head().method();
    String mode = request.head().headers().get(FieldNames.SEC_FETCH_MODE, NAVIGATE);
    return (HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method))
        && mode.equalsIgnoreCase(NAVIGATE)
        && request
            .head()
            .headers()
            .get(HttpHeaderNames.ACCEPT, "")
            .toLowerCase(Locale.ROOT)
            .contains(HTML);
  }
}

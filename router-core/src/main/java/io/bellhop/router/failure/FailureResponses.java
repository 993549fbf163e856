package io.bellhop.router.failure;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.bellhop.model.ErrorPages;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Optional;

/**
 * The one place that turns a {@link Failure} into a response. Thread safe and cheap, as failures
 * come in floods: the pages are made beforehand, those of apps are cached.
 */
public final class FailureResponses {
  /** The header that names the failure. */
  public static final AsciiString ERROR_HEADER = AsciiString.cached("x-bellhop-error");

  /** The header that names the request. */
  public static final AsciiString REQUEST_ID_HEADER = AsciiString.cached("x-request-id");

  /** The methods that are passed on, as {@code Allow} lists them. */
  public static final String ALLOWED_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

  private static final AsciiString REFRESH_HEADER = AsciiString.cached("refresh");

  /** A boot may turn out shorter than was expected. */
  private static final int SLOWEST_REFRESH_SECONDS = 10;

  private static final long CACHED_PAGE_CHARS = 16L << 20;

  private static final List<BodyKind> OWN_PAGES =
      List.of(BodyKind.TEXT, BodyKind.JSON, BodyKind.HTML);
  private static final List<BodyKind> APP_PAGE =
      List.of(BodyKind.HTML, BodyKind.TEXT, BodyKind.JSON);

  private final FailurePages ownPages = new FailurePages();
  private final Cache<AppPage, PageTemplate> appPages =
      Caffeine.newBuilder()
          .maximumWeight(CACHED_PAGE_CHARS)
          .weigher((AppPage page, PageTemplate template) -> page.html.length())
          .build();

  private record AppPage(String html, Failure failure) {}

  /**
   * The response to a request that failed: plain text, {@code application/problem+json} (RFC 9457)
   * or HTML, as the client prefers. An app's own page is shown to every client that takes HTML as
   * gladly as anything else.
   *
   * <p>The caller owns the response and decides about {@code Connection}. Its content is on the
   * heap, so a response that is dropped leaks nothing.
   */
  public FullHttpResponse render(Failure failure, FailureContext context) {
    Optional<String> appPage = appPage(failure, context.pages());
    BodyKind kind =
        AcceptHeader.parse(context.acceptHeader()).best(appPage.isPresent() ? APP_PAGE : OWN_PAGES);
    byte[] body =
        kind == BodyKind.HTML && appPage.isPresent()
            ? appBody(new AppPage(appPage.get(), failure), context.requestId())
            : ownPages.body(kind, failure, context);
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(failure.status()),
            Unpooled.wrappedBuffer(body));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, kind.contentType)
        .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
    describe(failure, context, response.headers());
    return response;
  }

  private static Optional<String> appPage(Failure failure, ErrorPages pages) {
    // A page for whatever else goes wrong would say of an app that starts that it is broken.
    return failure == Failure.APP_WAKING
        ? Optional.ofNullable(pages.htmlByKey().get(failure.code()))
        : pages.find(failure.code(), failure.status());
  }

  private byte[] appBody(AppPage page, String requestId) {
    PageTemplate template =
        appPages.get(page, missing -> FailurePages.custom(missing.html, missing.failure));
    return template.fill(FailurePages.escape(BodyKind.HTML, requestId));
  }

  private static void describe(Failure failure, FailureContext context, HttpHeaders headers) {
    String requestId = context.requestId();
    int told = context.detail().retryAfterSeconds();
    int retryAfterSeconds = told > 0 ? told : failure.retryAfterSeconds();
    headers
        .set(ERROR_HEADER, failure.code())
        .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
    if (!requestId.isEmpty()) {
      headers.set(REQUEST_ID_HEADER, requestId);
    }
    if (retryAfterSeconds > 0) {
      headers.setInt(HttpHeaderNames.RETRY_AFTER, retryAfterSeconds);
    }
    if (failure == Failure.APP_WAKING) {
      // As a header field, so that an app's own page asks again, too.
      headers.setInt(REFRESH_HEADER, Math.min(retryAfterSeconds, SLOWEST_REFRESH_SECONDS));
    }
    if (failure == Failure.METHOD_REFUSED) {
      // RFC 9110 §15.5.6: a 405 says what would be allowed.
      headers.set(HttpHeaderNames.ALLOW, ALLOWED_METHODS);
    }
  }
}

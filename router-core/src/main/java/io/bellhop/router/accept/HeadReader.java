package io.bellhop.router.accept;

import io.bellhop.router.exchange.ClientInfo;
import io.bellhop.router.exchange.FieldNames;
import io.bellhop.router.exchange.InboundRequest;
import io.bellhop.router.exchange.RequestIds;
import io.bellhop.router.failure.Failure;
import io.bellhop.router.route.Hosts;
import io.bellhop.router.route.Targets;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;

/**
 * Checks an HTTP/1 request head and takes from it what routing needs. What the decoder let through
 * but two parsers could still read differently is refused here. Stateless but for the ids.
 */
final class HeadReader {
  private static final long UNKNOWN_LENGTH = -1;

  private final FramingCheck framing;
  private final RequestIds ids;

  HeadReader(int maxHeaderCount, RequestIds ids) {
    this.framing = new FramingCheck(maxHeaderCount);
    this.ids = ids;
  }

  HeadVerdict read(HttpRequest head, ClientInfo client) {
    Failure malformed = framing.check(head);
    if (malformed != null) {
      return refused(head, client, malformed);
    }
    if (!toOriginForm(head)) {
      return refused(head, client, Failure.BAD_TARGET);
    }
    String host = Hosts.normalize(head.headers().get(HttpHeaderNames.HOST, ""));
    if (host == null) {
      return refused(head, client, Failure.BAD_HOST);
    }
    String path = Targets.routingPath(head.uri());
    if (path == null || isStarForm(head) && !HttpMethod.OPTIONS.equals(head.method())) {
      return refused(head, client, Failure.BAD_TARGET);
    }
    InboundRequest request = request(head, client, host, path, contentLength(head.headers()));
    return hopsUsedUp(head) ? new HeadVerdict.Options(request) : new HeadVerdict.Accepted(request);
  }

  /** Stands for a request whose head never came to its end. */
  InboundRequest unread(ClientInfo client) {
    HttpRequest nothing =
        new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/", new DefaultHttpHeaders());
    return request(nothing, client, "", "", UNKNOWN_LENGTH);
  }

  private HeadVerdict refused(HttpRequest head, ClientInfo client, Failure failure) {
    return new HeadVerdict.Refused(request(head, client, "", "", UNKNOWN_LENGTH), failure);
  }

  private InboundRequest request(
      HttpRequest head, ClientInfo client, String host, String path, long contentLength) {
    String sentId = head.headers().get(FieldNames.X_REQUEST_ID);
    return new InboundRequest(
        head,
        host,
        path,
        contentLength == 0 ? upgrade(head) : "",
        head.protocolVersion().text(),
        sentId != null && RequestIds.keepable(sentId) ? sentId : ids.next(),
        System.nanoTime(),
        contentLength,
        client);
  }

  /** RFC 9112 §3.2.2: the authority of the target beats the Host field, which is replaced. */
  private static boolean toOriginForm(HttpRequest head) {
    String target = head.uri();
    if (target.startsWith("/") || isStarForm(head)) {
      return true;
    }
    String authority = Targets.authority(target);
    if (authority == null) {
      return false;
    }
    head.headers().set(HttpHeaderNames.HOST, authority);
    head.setUri(Targets.originForm(target));
    return true;
  }

  private static boolean isStarForm(HttpRequest head) {
    return head.uri().equals("*");
  }

  /**
   * The protocols that the client would switch to, if the request has no body that would have to
   * end first. Not HTTP/2: a tunnel for it would carry requests past every check (h2c smuggling),
   * and RFC 9113 §3.1 did away with it.
   */
  private static String upgrade(HttpRequest head) {
    HttpHeaders headers = head.headers();
    String upgrade = headers.get(HttpHeaderNames.UPGRADE);
    boolean offered =
        upgrade != null
            && head.protocolVersion().equals(HttpVersion.HTTP_1_1)
            && headers.containsValue(HttpHeaderNames.CONNECTION, "upgrade", true);
    if (!offered) {
      return "";
    }
    headers.remove(FieldNames.HTTP2_SETTINGS);
    return headers.containsValue(HttpHeaderNames.UPGRADE, "h2c", true)
            || headers.containsValue(HttpHeaderNames.UPGRADE, "h2", true)
        ? ""
        : upgrade;
  }

  private static long contentLength(HttpHeaders headers) {
    if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
      return UNKNOWN_LENGTH;
    }
    String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
    return length == null ? 0 : Long.parseLong(length);
  }

  /** RFC 9110 §7.6.2. */
  private static boolean hopsUsedUp(HttpRequest head) {
    return HttpMethod.OPTIONS.equals(head.method())
        && head.headers().contains(HttpHeaderNames.MAX_FORWARDS, "0", false);
  }
}

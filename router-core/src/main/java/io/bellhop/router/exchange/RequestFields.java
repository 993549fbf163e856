package io.bellhop.router.exchange;

import io.bellhop.router.settings.Forwarding;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.List;

/** Turns a client's request head into the one that a backend gets. Stateless, thread safe. */
public final class RequestFields {
  private final boolean forwardedHeader;
  private final AsciiString via;

  /** Edits heads by the given settings. */
  public RequestFields(Forwarding settings) {
    this.forwardedHeader = settings.forwardedHeader();
    this.via = AsciiString.of("1.1 " + settings.via());
  }

  /** Edits the head in place. To be called once for a request, however often it is then sent. */
  public void prepare(InboundRequest request) {
    HttpRequest head = request.head();
    HttpHeaders headers = head.headers();
    boolean trailersWelcome = headers.containsValue(HttpHeaderNames.TE, "trailers", true);
    HopByHop.remove(headers);
    hopFields(headers, request, trailersWelcome);
    forwardingFields(headers, request.client(), headers.get(HttpHeaderNames.HOST, ""));
    if (forwardedHeader || headers.contains(FieldNames.FORWARDED)) {
      forwarded(headers, request.client(), headers.get(HttpHeaderNames.HOST, ""));
    }
    headers.set(FieldNames.X_REQUEST_ID, request.requestId());
    headers.remove(FieldNames.X_BELLHOP_ATTEMPT);
    requestStart(headers, request.client());
    appendVia(headers);
    if (HttpMethod.OPTIONS.equals(head.method())) {
      decrementMaxForwards(headers);
    }
    head.setProtocolVersion(HttpVersion.HTTP_1_1);
  }

  private static void hopFields(
      HttpHeaders headers, InboundRequest request, boolean trailersWelcome) {
    headers.remove(HttpHeaderNames.TE);
    if (trailersWelcome) {
      headers.set(HttpHeaderNames.TE, HttpHeaderValues.TRAILERS);
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderNames.TE);
    }
    if (!request.upgrade().isEmpty()) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
      headers.set(HttpHeaderNames.UPGRADE, request.upgrade());
    }
    if (!headers.contains(HttpHeaderNames.HOST)) {
      // Only HTTP/1.0 may leave it out; HTTP/1.1 wants it even where it is empty (RFC 9112 §3.2).
      headers.set(HttpHeaderNames.HOST, "");
    }
  }

  private static void forwardingFields(HttpHeaders headers, ClientInfo client, String host) {
    appendClient(headers, client);
    setUnlessTrusted(headers, client, FieldNames.X_FORWARDED_PROTO, client.scheme());
    setUnlessTrusted(headers, client, FieldNames.X_FORWARDED_HOST, host);
    setUnlessTrusted(headers, client, FieldNames.X_FORWARDED_PORT, client.localPortText());
  }

  private static void appendClient(HttpHeaders headers, ClientInfo client) {
    List<String> before = client.trusted() ? headers.getAll(FieldNames.X_FORWARDED_FOR) : List.of();
    String chain =
        before.isEmpty() ? client.address() : String.join(", ", before) + ", " + client.address();
    headers.set(FieldNames.X_FORWARDED_FOR, chain);
  }

  private static void setUnlessTrusted(
      HttpHeaders headers, ClientInfo client, AsciiString name, String value) {
    if (!client.trusted() || !headers.contains(name)) {
      headers.set(name, value);
    }
  }

  private void forwarded(HttpHeaders headers, ClientInfo client, String host) {
    if (!client.trusted()) {
      headers.remove(FieldNames.FORWARDED);
    }
    if (forwardedHeader) {
      headers.add(FieldNames.FORWARDED, forwardedElement(client, host));
    }
  }

  /** RFC 7239 §4 and §6: an IPv6 address is quoted, in brackets. */
  private static String forwardedElement(ClientInfo client, String host) {
    String node =
        client.address().indexOf(':') >= 0 ? "\"[" + client.address() + "]\"" : client.address();
    return "for=" + node + ";host=\"" + host + "\";proto=" + client.scheme();
  }

  private static void requestStart(HttpHeaders headers, ClientInfo client) {
    if (!client.trusted() || !headers.contains(FieldNames.X_REQUEST_START)) {
      headers.set(FieldNames.X_REQUEST_START, "t=" + System.currentTimeMillis());
    }
  }

  private void appendVia(HttpHeaders headers) {
    if (headers.contains(HttpHeaderNames.VIA)) {
      String before = String.join(", ", headers.getAll(HttpHeaderNames.VIA));
      headers.set(HttpHeaderNames.VIA, before + ", " + via);
    } else {
      headers.set(HttpHeaderNames.VIA, via);
    }
  }

  private static void decrementMaxForwards(HttpHeaders headers) {
    Integer hops = headers.getInt(HttpHeaderNames.MAX_FORWARDS);
    if (hops != null && hops > 0) {
      headers.setInt(HttpHeaderNames.MAX_FORWARDS, hops - 1);
    }
  }
}

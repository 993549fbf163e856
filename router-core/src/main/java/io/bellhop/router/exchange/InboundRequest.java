package io.bellhop.router.exchange;

import io.bellhop.model.plane.CutRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A request whose head was checked, whatever wire version it came by.
 *
 * @param head as it will be sent on; its fields are edited in place
 * @param host to route by; empty where the client named none
 * @param path to route by
 * @param upgrade the protocol that the client offers to switch to; empty for none
 * @param protocol that it came by, such as {@code HTTP/1.1}
 * @param requestId kept from the client or made
 * @param startedNanos when its head was complete, by {@link System#nanoTime()}
 * @param contentLength of its body; 0 for none, -1 where only the end will tell
 */
public record InboundRequest(
    HttpRequest head,
    String host,
    String path,
    String upgrade,
    String protocol,
    String requestId,
    long startedNanos,
    long contentLength,
    ClientInfo client) {
  private static final int BYTES_BESIDE_HEAD = 2_048;
  private static final int BYTES_PER_FIELD = 112;

  /** Whether repeating it is the same as making it once (RFC 9110 §9.2.2). */
  public boolean idempotent() {
    HttpMethod method = head.method();
    return HttpMethod.GET.equals(method)
        || HttpMethod.HEAD.equals(method)
        || HttpMethod.OPTIONS.equals(method)
        || HttpMethod.PUT.equals(method)
        || HttpMethod.DELETE.equals(method);
  }

  /** Whether its client says, in {@code Idempotency-Key}, that repeating it does no harm. */
  public boolean hasIdempotencyKey() {
    String key = head.headers().get(FieldNames.IDEMPOTENCY_KEY);
    return key != null && !key.isBlank();
  }

  /** Whether the client offers to switch to the protocol. */
  public boolean offers(String protocol) {
    for (String offered : upgrade.split(",")) {
      if (!protocol.isBlank() && offered.trim().equalsIgnoreCase(protocol.trim())) {
        return true;
      }
    }
    return false;
  }

  /** It, as one that is ended now. */
  CutRequest cut(boolean upgraded) {
    long ageNanos = System.nanoTime() - startedNanos;
    return new CutRequest(path, TimeUnit.NANOSECONDS.toMillis(ageNanos), upgraded);
  }

  /** The client's {@code Accept}; empty where it sent none. */
  public String accept() {
    String accept = head.headers().get(HttpHeaderNames.ACCEPT);
    return accept == null ? "" : accept;
  }

  /** Roughly what it costs in memory to keep the request without its body. */
  public int heldBytes() {
    int bytes = BYTES_BESIDE_HEAD + head.uri().length();
    for (Map.Entry<String, String> field : head.headers()) {
      bytes += BYTES_PER_FIELD + field.getKey().length() + field.getValue().length();
    }
    return bytes;
  }
}

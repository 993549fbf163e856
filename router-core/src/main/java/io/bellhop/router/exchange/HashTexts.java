package io.bellhop.router.exchange;

import io.bellhop.model.HashKey;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds in a request what consistent hashing goes by. */
final class HashTexts {
  private HashTexts() {}

  /** The text of the key; null where the request has none. */
  static @Nullable String of(InboundRequest request, HashKey key) {
    if (key instanceof HashKey.Header header) {
      return unlessEmpty(request.head().headers().get(header.name()));
    }
    if (key instanceof HashKey.Cookie cookie) {
      return cookie(request.head().headers().getAll(HttpHeaderNames.COOKIE), cookie.name());
    }
    return clientAddress(request);
  }

  private static @Nullable String unlessEmpty(@Nullable String value) {
    return value == null || value.isEmpty() ? null : value;
  }

  private static @Nullable String cookie(List<String> lines, String name) {
    for (String line : lines) {
      for (String pair : line.split(";")) {
        int equals = pair.indexOf('=');
        if (equals > 0 && pair.substring(0, equals).trim().equals(name)) {
          return unlessEmpty(pair.substring(equals + 1).trim());
        }
      }
    }
    return null;
  }

  /** The address that a trusted proxy saw, else the peer's own. */
  private static String clientAddress(InboundRequest request) {
    ClientInfo client = request.client();
    List<String> chain =
        client.trusted() ? request.head().headers().getAll(FieldNames.X_FORWARDED_FOR) : List.of();
    if (chain.isEmpty()) {
      return client.address();
    }
    // The last entry is the peer itself, put there when the head was prepared; the one before it
    // is what the peer vouches for.
    String[] hops = chain.get(chain.size() - 1).split(",");
    return hops[Math.max(0, hops.length - 2)].trim();
  }
}

package io.bellhop.app.admin;

import com.sun.net.httpserver.Headers;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Lets requests in, or ends them with 401, 403 or 415. */
final class Guard {
  private static final Pattern LOOPBACK_HOST =
      Pattern.compile("(localhost|127(\\.[0-9]{1,3}){3}|\\[::1])(:[0-9]{1,5})?");
  private static final Set<String> JSON_TYPES =
      Set.of("application/json", "application/merge-patch+json");
  private static final String BEARER = "bearer ";

  private final ChangePolicy policy;
  private final boolean listensOnLoopback;

  Guard(ChangePolicy policy, boolean listensOnLoopback) {
    this.policy = policy;
    this.listensOnLoopback = listensOnLoopback;
  }

  void admit(Access access, InetAddress peer, Headers headers) {
    if (listensOnLoopback) {
      checkHost(headers);
    }
    if (access == Access.CHANGE) {
      checkOrigin(headers);
      checkMayChange(peer, headers);
    }
  }

  /** Any page can post a form to localhost, but not with this type (no CORS answer allows it). */
  void admitBody(Headers headers) {
    String type = first(headers, "Content-Type").orElse("");
    String bare = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!JSON_TYPES.contains(bare)) {
      throw new ProblemException(
          ProblemCode.UNSUPPORTED_MEDIA_TYPE,
          "the body's type '%s' is not taken".formatted(type),
          "send it with Content-Type: application/json");
    }
  }

  private void checkMayChange(InetAddress peer, Headers headers) {
    if (policy instanceof ChangePolicy.ByToken byToken) {
      checkToken(byToken.token(), headers);
    } else if (policy instanceof ChangePolicy.FromThisMachine) {
      checkHost(headers);
      checkLoopback(peer);
    } else {
      throw new ProblemException(
          ProblemCode.FORBIDDEN,
          "changes are off: this router has no admin token",
          "set BELLHOP_TOKEN (or admin.token) for the router, and BELLHOP_TOKEN for the command");
    }
  }

  private static void checkToken(String token, Headers headers) {
    String given = first(headers, "Authorization").orElse("");
    boolean bears = given.toLowerCase(Locale.ROOT).startsWith(BEARER);
    // Digests first, so that the comparison's time tells neither content nor length.
    if (!bears
        || !MessageDigest.isEqual(
            sha256(token), sha256(given.substring(BEARER.length()).strip()))) {
      throw new ProblemException(
              ProblemCode.UNAUTHORIZED,
              bears ? "the token is not the right one" : "this takes a token",
              "set BELLHOP_TOKEN to the router's admin token, or send Authorization: Bearer TOKEN")
          .withHeader("WWW-Authenticate", "Bearer realm=\"bellhop\"");
    }
  }

  /** A page of another site can rebind its own name to 127.0.0.1, but not make it say localhost. */
  private static void checkHost(Headers headers) {
    String host = first(headers, "Host").orElse("").toLowerCase(Locale.ROOT);
    if (!LOOPBACK_HOST.matcher(host).matches()) {
      throw new ProblemException(
          ProblemCode.FORBIDDEN,
          "the host '%s' is not this machine's loopback".formatted(host),
          "use http://localhost or http://127.0.0.1, or have admin.listen name another address");
    }
  }

  private static void checkOrigin(Headers headers) {
    String host = first(headers, "Host").orElse("");
    Optional<String> origin = first(headers, "Origin");
    boolean own =
        origin.isEmpty()
            || origin.get().equalsIgnoreCase("http://" + host)
            || origin.get().equalsIgnoreCase("https://" + host);
    if (!own) {
      throw new ProblemException(
          ProblemCode.FORBIDDEN,
          "a page from %s may not change things here".formatted(origin.orElse("")),
          "use the command line, or a page that this server serves");
    }
  }

  private static void checkLoopback(InetAddress peer) {
    if (!peer.isLoopbackAddress()) {
      throw new ProblemException(
          ProblemCode.FORBIDDEN,
          "without a token, changes are taken from this machine only",
          "set BELLHOP_TOKEN for both sides");
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static Optional<String> first(Headers headers, String name) {
    return Optional.ofNullable(headers.getFirst(name));
  }
}

package io.bellhop.model;

/** How an instance is asked whether it works. */
public sealed interface CheckSpec {

  /**
   * By a TCP connect, once: the gate that a new instance has to pass where the app asks for nothing
   * else. Probed again only when traffic fails on it or its registration vanishes.
   */
  record Gate() implements CheckSpec {}

  /** By a TCP connect, again and again. */
  record Tcp() implements CheckSpec {}

  /**
   * By an HTTP/1.1 request, again and again. Redirects are not followed.
   *
   * @param method GET, HEAD or OPTIONS
   * @param path the request target, from {@code /} on
   * @param host the {@code Host} field; empty for the instance's own address
   * @param minStatus the least status that passes
   * @param maxStatus the greatest status that passes
   * @param maxBodyBytes of the answer; a longer one fails
   * @param identityHeader a field of the answer that has to carry the instance's id, so that an
   *     address which another container took over is told apart; empty for no such check
   */
  record Http(
      String method,
      String path,
      String host,
      int minStatus,
      int maxStatus,
      int maxBodyBytes,
      String identityHeader)
      implements CheckSpec {
    private static final int DEFAULT_BODY_BYTES = 64 * 1024;

    /** Throws {@link InvalidValueException} where no such request could be sent or pass. */
    public Http {
      if (!method.equals("GET") && !method.equals("HEAD") && !method.equals("OPTIONS")) {
        throw new InvalidValueException(
            "health check method '%s' is not valid: use GET, HEAD or OPTIONS".formatted(method));
      }
      if (!path.startsWith("/") || path.chars().anyMatch(c -> c <= ' ' || c >= 127)) {
        throw new InvalidValueException(
            "health check path '%s' is not valid: begin with / and escape what is not ASCII"
                .formatted(path));
      }
      if (host.chars().anyMatch(c -> c <= ' ' || c >= 127)) {
        throw new InvalidValueException(
            "health check host '%s' is not valid: use a host name".formatted(host));
      }
      if (!identityHeader.isEmpty()) {
        HashKey.Token.check("identity header", identityHeader);
      }
      Bounds.check("health check minStatus", minStatus, 100, 599);
      Bounds.check("health check maxStatus", maxStatus, minStatus, 599);
      Bounds.check("health check maxBodyBytes", maxBodyBytes, 0, 16 * 1024 * 1024);
    }

    /** {@code GET} of a path that has to be answered with a status from 200 to 299. */
    public static Http get(String path) {
      return new Http("GET", path, "", 200, 299, DEFAULT_BODY_BYTES, "");
    }
  }
}

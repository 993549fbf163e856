package io.bellhop.model.wake;

/**
 * The request that wakes an app.
 *
 * @param host it named; {@code -} where somebody woke the app by hand
 * @param path without the query
 * @param agent who asked
 */
public record WakeCause(String host, String path, Agent agent) {
  private static final int LONGEST = 200;

  /** Somebody woke the app by hand. */
  public static final WakeCause BY_HAND = new WakeCause("-", "-", Agent.OPERATOR);

  /** Who asked, as far as the request tells. */
  public enum Agent {
    /** A page that a person navigates to. */
    BROWSER,
    /** A crawler or monitor that says so. */
    BOT,
    /** Anything that asks for a WebSocket, or for another protocol. */
    WEBSOCKET,
    /** Anything else that speaks HTTP. */
    CLIENT,
    /** No request at all, but a command. */
    OPERATOR
  }

  /** Cuts what is too long to be kept. */
  public WakeCause {
    host = cut(host);
    path = cut(path);
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }
}

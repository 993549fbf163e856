package io.bellhop.router.testing;

/**
 * A message body as far as it came.
 *
 * @param text the content, without framing, a character a byte
 * @param ending how it came to its end
 */
public record Body(String text, Fields trailers, Ending ending) {

  /** How a body came to its end. */
  public enum Ending {
    /** The message has none. */
    NONE(true),
    /** By its Content-Length. */
    LENGTH(true),
    /** By its last chunk. */
    CHUNKED(true),
    /** By the close that delimits it. */
    CLOSE(true),
    /** By a FIN before its end. */
    FIN(false),
    /** By a reset. */
    RESET(false),
    /** It stalled. */
    TIMEOUT(false),
    /** Its framing is broken. */
    MALFORMED(false);

    private final boolean whole;

    Ending(boolean whole) {
      this.whole = whole;
    }
  }

  static final Body NONE = new Body("", Fields.NONE, Ending.NONE);

  /** Whether the framing said that this is all of it. */
  public boolean complete() {
    return ending.whole;
  }
}

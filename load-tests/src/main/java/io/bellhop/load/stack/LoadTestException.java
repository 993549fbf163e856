package io.bellhop.load.stack;

/** A scenario could not be set up, or did not hold. The message says what, and where to look. */
public final class LoadTestException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says what went wrong. */
  public LoadTestException(String message) {
    super(message);
  }

  /** Says what went wrong, and why. */
  public LoadTestException(String message, Throwable cause) {
    super(message, cause);
  }
}

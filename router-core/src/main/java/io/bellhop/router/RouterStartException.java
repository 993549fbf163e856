package io.bellhop.router;

/** The data plane could not start. The message names what stood in the way, and the remedy. */
public final class RouterStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure with what caused it. */
  public RouterStartException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A failure that is its own cause. */
  public RouterStartException(String message) {
    super(message);
  }
}

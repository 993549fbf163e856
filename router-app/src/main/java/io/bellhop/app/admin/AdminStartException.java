package io.bellhop.app.admin;

import org.jspecify.annotations.Nullable;

/** The admin API could not start. The message names what stood in the way, and the remedy. */
public final class AdminStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure with what caused it, if anything did. */
  public AdminStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

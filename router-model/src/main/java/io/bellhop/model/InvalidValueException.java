package io.bellhop.model;

/**
 * A value that breaks the rules of the model. The message names the offending value and says what
 * would be accepted, so that it can be shown to a user as it is.
 */
public final class InvalidValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception whose message is fit for a user's eyes. */
  public InvalidValueException(String message) {
    super(message);
  }
}

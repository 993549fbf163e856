package io.bellhop.agent.runtime;

/** Something that a runtime could not do. The message names the thing and says what would help. */
public final class RuntimeFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final FailureCode code;

  /** A failure fit for a user's eyes. */
  public RuntimeFailure(FailureCode code, String message) {
    super(message);
    this.code = code;
  }

  /** A failure with what caused it. */
  public RuntimeFailure(FailureCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What failed and what would help, for a user's eyes. */
  public String explanation() {
    return String.valueOf(getMessage());
  }

  /** What kind of failure. */
  public FailureCode code() {
    return code;
  }
}

package io.bellhop.app.launch;

/** An agent cannot start; the message says what would help. */
public final class AgentStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AgentStartException(String message, Throwable cause) {
    super(message, cause);
  }

  AgentStartException(String message) {
    super(message);
  }
}

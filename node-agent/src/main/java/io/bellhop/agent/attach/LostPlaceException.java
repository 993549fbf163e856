package io.bellhop.agent.attach;

/** A client goes on where this agent cannot: bytes between its place and the agent's are gone. */
public final class LostPlaceException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says what is gone, and what would help. */
  public LostPlaceException(String message) {
    super(message);
  }
}

package io.bellhop.router.testing;

import java.io.IOException;

/** The peer ended the connection while more was expected of it. */
public final class PeerClosedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Wire.End end;

  PeerClosedException(Wire.End end) {
    super("the peer ended the connection by " + end);
    this.end = end;
  }

  /** How it ended. */
  public Wire.End end() {
    return end;
  }
}

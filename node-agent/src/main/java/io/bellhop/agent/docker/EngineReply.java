package io.bellhop.agent.docker;

import java.nio.charset.StandardCharsets;

/** What the engine answered. */
final class EngineReply {
  private static final int ERRORS_FROM = 400;

  private final int status;
  private final byte[] body;

  EngineReply(int status, byte[] body) {
    this.status = status;
    this.body = body;
  }

  int status() {
    return status;
  }

  /** The body itself; not to be changed. */
  byte[] bytes() {
    return body;
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  boolean ok() {
    return status < ERRORS_FROM;
  }
}

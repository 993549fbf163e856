package io.bellhop.agent.runtime;

import java.time.Instant;

/** Takes the lines that an instance prints, in order; must not block for long. */
public interface LogSink {
  /** Which of the two outputs a line came from. */
  enum Output {
    /** Standard output. */
    OUT,
    /** Standard error. */
    ERR
  }

  /** Takes one line, without its end. */
  void line(Instant at, Output output, String text);

  /** The moment of the last line that was taken: an agent that starts again goes on after it. */
  Instant last();
}

package io.bellhop.agent.runtime;

/** A piece of what a command that runs attached printed, in the order in which it came. */
public final class Printed {
  private final LogSink.Output output;
  private final byte[] bytes;

  /** A piece; the bytes are not to be changed from now on. */
  public Printed(LogSink.Output output, byte[] bytes) {
    this.output = output;
    this.bytes = bytes;
  }

  /** Which of the two outputs it came from. */
  public LogSink.Output output() {
    return output;
  }

  /** The bytes themselves; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }
}

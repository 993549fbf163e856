package io.bellhop.agent.runtime;

import io.bellhop.model.run.TerminalSize;
import java.io.IOException;
import java.util.Optional;

/**
 * The input and the outputs of a command that runs attached. One thread reads and one writes; the
 * command is held up by a reader that is too slow, and holds up a writer.
 */
public interface AttachedStreams extends AutoCloseable {
  /** Waits for the next piece of output; empty once there will be no more. */
  Optional<Printed> read() throws InterruptedException;

  /** Waits until the command's input has room for all of it; fails where it takes no more. */
  void write(byte[] bytes) throws IOException;

  /** The command reads the end of its input after what was written. */
  void endInput() throws IOException;

  /** Changes the size of the terminal; nothing where there is none. */
  void resize(TerminalSize size) throws RuntimeFailure;

  /** Lets go of the streams, and ends reads and writes that wait. */
  @Override
  void close();
}

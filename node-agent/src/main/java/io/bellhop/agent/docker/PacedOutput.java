package io.bellhop.agent.docker;

import io.bellhop.agent.runtime.LogSink.Output;
import io.bellhop.agent.runtime.Printed;
import io.bellhop.agent.runtime.PrintedQueue;
import io.netty.channel.Channel;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes on a connection, on its way to one reader: the connection is not read while the reader
 * is behind. Put on the connection's event loop, taken on any thread.
 */
final class PacedOutput {
  private static final Logger LOG = LoggerFactory.getLogger(PacedOutput.class);
  private static final int AHEAD_BYTES = 64 * 1024;

  private final PrintedQueue printed = new PrintedQueue(AHEAD_BYTES, this::readOn);
  private volatile @Nullable Channel channel;

  /** The connection that it comes on, once there is one. */
  void comesOn(Channel connection) {
    channel = connection;
  }

  void put(Output output, byte[] piece) {
    boolean room = printed.offer(new Printed(output, piece));
    Channel open = channel;
    if (!room && open != null) {
      // On its own event loop: what was read by then is all that comes beyond the bound.
      open.config().setAutoRead(false);
    }
  }

  /** On the event loop as well: a pause that was decided on before has to come before. */
  private void readOn() {
    Channel open = channel;
    if (open == null) {
      return;
    }
    try {
      open.eventLoop().execute(() -> open.config().setAutoRead(true));
    } catch (RejectedExecutionException e) {
      LOG.debug("nothing more is read from {}: its engine was let go of", open);
    }
  }

  /** Waits for the next piece; empty after the end. */
  Optional<Printed> take() throws InterruptedException {
    return printed.take();
  }

  void end() {
    printed.end();
  }
}

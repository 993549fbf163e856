package io.bellhop.agent.docker;

import io.netty.channel.Channel;
import java.util.concurrent.CompletableFuture;

/**
 * An answer of the engine that goes on.
 *
 * @param ended completes when the engine ended it, and fails where the connection broke
 */
record EngineStream(Channel channel, CompletableFuture<Void> ended) implements AutoCloseable {
  /** Takes bytes, on an event loop. */
  interface Sink {
    /** Takes the next bytes. */
    void bytes(byte[] bytes);
  }

  @Override
  public void close() {
    channel.close();
  }
}

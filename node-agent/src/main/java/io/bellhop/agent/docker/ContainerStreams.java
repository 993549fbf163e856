package io.bellhop.agent.docker;

import io.bellhop.agent.runtime.AttachedStreams;
import io.bellhop.agent.runtime.LogSink.Output;
import io.bellhop.agent.runtime.Printed;
import io.bellhop.agent.runtime.PrintedQueue;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.model.run.TerminalSize;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The streams of one container, on a connection that the engine hands over for them. */
final class ContainerStreams implements AttachedStreams {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerStreams.class);
  private static final int AHEAD_BYTES = 64 * 1024;

  private final Engine engine;
  private final String id;
  private final PrintedQueue printed = new PrintedQueue(AHEAD_BYTES, this::readOn);
  private volatile @Nullable Channel channel;

  private ContainerStreams(Engine engine, String id) {
    this.engine = engine;
    this.id = id;
  }

  /** Takes the streams of a container that was not started yet, so that nothing is missed. */
  static ContainerStreams of(Engine engine, String id, boolean terminal) throws RuntimeFailure {
    ContainerStreams streams = new ContainerStreams(engine, id);
    OutputFrames frames = new OutputFrames(streams::take);
    EngineStream.Sink sink =
        terminal ? bytes -> streams.take(false, bytes, 0, bytes.length) : frames::bytes;
    streams.channel = engine.attach(id, new UpgradeHandler(sink, streams.printed::end));
    return streams;
  }

  private void take(boolean isErr, byte[] bytes, int from, int to) {
    byte[] piece = Arrays.copyOfRange(bytes, from, to);
    boolean room = printed.offer(new Printed(isErr ? Output.ERR : Output.OUT, piece));
    Channel open = channel;
    if (!room && open != null) {
      // On its own event loop: what was read by then is all that comes beyond the bound.
      open.config().setAutoRead(false);
    }
  }

  /** On its own event loop as well: a pause that was decided on before has to come before. */
  private void readOn() {
    Channel open = channel;
    if (open == null) {
      return;
    }
    try {
      open.eventLoop().execute(() -> open.config().setAutoRead(true));
    } catch (RejectedExecutionException e) {
      LOG.debug("nothing more is read of container {}: its engine was let go of", id);
    }
  }

  @Override
  public Optional<Printed> read() throws InterruptedException {
    return printed.take();
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    awaitDone(open().writeAndFlush(Unpooled.wrappedBuffer(bytes)));
  }

  @Override
  public void endInput() throws IOException {
    Channel open = open();
    SslHandler tls = open.pipeline().get(SslHandler.class);
    if (tls != null) {
      awaitDone(tls.closeOutbound());
    } else if (open instanceof DuplexChannel duplex) {
      awaitDone(duplex.shutdownOutput());
    }
  }

  private Channel open() throws IOException {
    Channel open = channel;
    if (open == null) {
      throw new IOException("the container's streams are closed");
    }
    return open;
  }

  private static void awaitDone(ChannelFuture done) throws IOException {
    done.awaitUninterruptibly();
    if (!done.isSuccess()) {
      throw new IOException("the container takes no more input", done.cause());
    }
  }

  @Override
  public void resize(TerminalSize size) throws RuntimeFailure {
    engine.resize(id, size);
  }

  @Override
  public void close() {
    printed.end();
    Channel open = channel;
    if (open != null) {
      open.close();
    }
  }
}

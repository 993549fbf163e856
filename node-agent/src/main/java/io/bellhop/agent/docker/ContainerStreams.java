package io.bellhop.agent.docker;

import io.bellhop.agent.runtime.AttachedStreams;
import io.bellhop.agent.runtime.LogSink.Output;
import io.bellhop.agent.runtime.Printed;
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

/** The streams of one container, on a connection that the engine hands over for them. */
final class ContainerStreams implements AttachedStreams {
  private final Engine engine;
  private final String id;
  private final Channel connection;
  private final PacedOutput output;

  private ContainerStreams(Engine engine, String id, Channel connection, PacedOutput output) {
    this.engine = engine;
    this.id = id;
    this.connection = connection;
    this.output = output;
  }

  /** Takes the streams of a container that was not started yet, so that nothing is missed. */
  static ContainerStreams of(Engine engine, String id, boolean terminal) throws RuntimeFailure {
    PacedOutput output = new PacedOutput();
    OutputFrames frames =
        new OutputFrames(
            (isErr, bytes, from, to) ->
                output.put(isErr ? Output.ERR : Output.OUT, Arrays.copyOfRange(bytes, from, to)));
    EngineStream.Sink sink = terminal ? bytes -> output.put(Output.OUT, bytes) : frames::bytes;
    Channel connection = engine.attach(id, new UpgradeHandler(sink, output::end));
    output.comesOn(connection);
    return new ContainerStreams(engine, id, connection, output);
  }

  @Override
  public Optional<Printed> read() throws InterruptedException {
    return output.take();
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    awaitDone(connection.writeAndFlush(Unpooled.wrappedBuffer(bytes)));
  }

  @Override
  public void endInput() throws IOException {
    SslHandler tls = connection.pipeline().get(SslHandler.class);
    if (tls != null) {
      awaitDone(tls.closeOutbound());
    } else if (connection instanceof DuplexChannel duplex) {
      awaitDone(duplex.shutdownOutput());
    }
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
    output.end();
    connection.close();
  }
}

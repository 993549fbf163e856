package io.bellhop.load.traffic;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.nio.file.Path;

/**
 * A backend that notes the id of every request in a {@link Ledger}, and answers with its own name;
 * {@code /up} is answered without a note. The program of a {@link BackendProcess}.
 */
public final class CountingBackend {
  private static final int BACKLOG = 4_096;
  private static final int MOST_BODY_BYTES = 65_536;

  private CountingBackend() {}

  /**
   * How it behaves.
   *
   * @param mostWorkMicros a request takes a random time up to this
   * @param mostIdleMicros an idle connection is closed after a random time up to this; 0 for never
   */
  public record Behaviour(String name, long mostWorkMicros, long mostIdleMicros) {}

  /** The arguments: name, port, most work and most idle time in µs, ledger, ids in it. */
  public static void main(String[] arguments) throws InterruptedException {
    Behaviour behaviour =
        new Behaviour(arguments[0], Long.parseLong(arguments[2]), Long.parseLong(arguments[3]));
    Ledger ledger = Ledger.open(Path.of(arguments[4]), Integer.parseInt(arguments[5]));
    // One loop, since a ledger has one writer.
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    new ServerBootstrap()
        .group(loop)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new HttpPipeline(MOST_BODY_BYTES, () -> new CountingHandler(behaviour, ledger)))
        .bind("127.0.0.1", Integer.parseInt(arguments[1]))
        .sync()
        .channel()
        .closeFuture()
        .sync();
  }
}

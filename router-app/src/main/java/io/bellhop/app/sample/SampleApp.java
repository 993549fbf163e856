package io.bellhop.app.sample;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Listens on {@code PORT} of the loopback, answers with {@code SAMPLE_NAME}, and finishes what it
 * has when told to end by SIGTERM. With {@link #UNTIL_END_OF_INPUT} it ends too when its standard
 * input does, so that it never outlives the process that started it, even one that was killed.
 */
public final class SampleApp {
  private static final int MAX_BODY_BYTES = 1 << 20;
  private static final Duration DRAIN_DEADLINE = Duration.ofSeconds(10);

  /** The argument by which it ends at the end of its input, and so with who holds the other end. */
  public static final String UNTIL_END_OF_INPUT = "until-end-of-input";

  private SampleApp() {}

  /** Serves until told to end. */
  public static void main(String[] arguments) throws IOException {
    Map<String, String> environment = System.getenv();
    String name = environment.getOrDefault("SAMPLE_NAME", "sample");
    int port = Integer.parseInt(environment.getOrDefault("PORT", "0"));
    InFlight inFlight = new InFlight();
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    Channel server = listen(loops, port, new Answers(name), inFlight);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, inFlight), "end"));
    System.out.println("listening on " + ((InetSocketAddress) server.localAddress()).getPort());
    if (List.of(arguments).contains(UNTIL_END_OF_INPUT)) {
      awaitEndOfInput();
      System.exit(0);
    }
  }

  private static Channel listen(
      EventLoopGroup loops, int port, Answers answers, InFlight inFlight) {
    return new ServerBootstrap()
        .group(loops)
        .channel(NioServerSocketChannel.class)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel
                    .pipeline()
                    .addLast(new HttpServerCodec())
                    .addLast(new HttpServerKeepAliveHandler())
                    .addLast(new HttpObjectAggregator(MAX_BODY_BYTES))
                    .addLast(new WebSocketServerProtocolHandler("/ws"))
                    .addLast(new WebSocketEcho())
                    .addLast(new SampleHandler(answers, inFlight));
              }
            })
        .bind("127.0.0.1", port)
        .syncUninterruptibly()
        .channel();
  }

  private static void end(Channel server, InFlight inFlight) {
    server.close().syncUninterruptibly();
    inFlight.awaitNone(DRAIN_DEADLINE);
  }

  private static void awaitEndOfInput() throws IOException {
    while (System.in.read() >= 0) {
      // What is typed means nothing.
    }
  }
}

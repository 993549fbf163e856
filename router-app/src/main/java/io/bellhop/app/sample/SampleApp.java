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
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Listens on {@code PORT} of the loopback, answers with {@code SAMPLE_NAME}, and finishes what it
 * has when told to end by SIGTERM. Ends too when the process named by {@link #ENDS_WITH} does, so
 * that it never outlives the house that started it, even one that was killed.
 */
public final class SampleApp {
  private static final int MAX_BODY_BYTES = 1 << 20;
  private static final Duration DRAIN_DEADLINE = Duration.ofSeconds(10);

  /** Names the process with which it ends, however that ends; without it, it ends by itself. */
  public static final String ENDS_WITH = "SAMPLE_ENDS_WITH";

  private SampleApp() {}

  /** Serves until told to end. */
  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    String name = environment.getOrDefault("SAMPLE_NAME", "sample");
    int port = Integer.parseInt(environment.getOrDefault("PORT", "0"));
    InFlight inFlight = new InFlight();
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    Channel server = listen(loops, port, new Answers(name), inFlight);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, inFlight), "end"));
    System.out.println("listening on " + ((InetSocketAddress) server.localAddress()).getPort());
    Optional.ofNullable(environment.get(ENDS_WITH))
        .map(Long::valueOf)
        .ifPresent(SampleApp::endWith);
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

  private static void endWith(long process) {
    CompletableFuture<?> end =
        ProcessHandle.of(process)
            .<CompletableFuture<?>>map(ProcessHandle::onExit)
            .orElse(CompletableFuture.completedFuture(null));
    end.join();
    System.exit(0);
  }
}

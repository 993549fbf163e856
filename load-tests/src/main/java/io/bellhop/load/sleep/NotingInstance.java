package io.bellhop.load.sleep;

import io.bellhop.load.stack.Waiting;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An instance as agents start it. It notes when it started, when it listens, each request, what was
 * under way when it was asked to end (SIGTERM), and when it ended. It has answered a request of its
 * own before it listens, so that the first one of a client is no slower than others. Everything but
 * the end happens on one event loop.
 */
public final class NotingInstance {
  /** The variable with the folder for its notes. */
  static final String NOTES = "NOTES";

  /** The variable with the time after which it listens. */
  static final String BOOT_MILLIS = "BOOT_MILLIS";

  /** The variable with the time after which a WebSocket counts as silent. */
  static final String SILENCE_MILLIS = "SILENCE_MILLIS";

  /** The variable with the time, in microseconds since 1970, at which its process began. */
  static final String BEGUN_MICROS = "BEGUN_MICROS";

  /** The argument by which it ends as soon as it has warmed up. */
  static final String WARM_UP_ONLY = "warm-up-only";

  private static final int BACKLOG = 4_096;
  private static final int MOST_BODY_BYTES = 65_536;
  private static final Duration END_LIMIT = Duration.ofSeconds(5);

  private NotingInstance() {}

  /** Serves until it is asked to end. */
  public static void main(String[] arguments) throws InterruptedException {
    Map<String, String> environment = System.getenv();
    Notes notes = Notes.begin(environment);
    EventLoop loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()).next();
    UnderWay underWay = new UnderWay(number(environment, SILENCE_MILLIS));
    WarmUp.by(listen(loop, 0, environment, underWay, notes));
    if (List.of(arguments).contains(WARM_UP_ONLY)) {
      loop.parent().shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
      return;
    }
    Waiting.pause(Duration.ofMillis(number(environment, BOOT_MILLIS)));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(loop, underWay, notes), "end"));
    int port = (int) number(environment, "PORT");
    Channel listener = listen(loop, port, environment, underWay, notes);
    notes.listens();
    listener.closeFuture().sync();
  }

  private static long number(Map<String, String> environment, String name) {
    return Long.parseLong(environment.getOrDefault(name, "0"));
  }

  private static Channel listen(
      EventLoop loop, int port, Map<String, String> environment, UnderWay underWay, Notes notes) {
    String echoPath = "/" + environment.get("BELLHOP_APP") + NotingHandler.ECHO;
    return new ServerBootstrap()
        .group(loop)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    .addLast(new HttpServerCodec())
                    .addLast(new HttpObjectAggregator(MOST_BODY_BYTES))
                    .addLast(new WebSocketServerProtocolHandler(echoPath))
                    .addLast(new NotingHandler(underWay, notes));
              }
            })
        .bind(port)
        .syncUninterruptibly()
        .channel();
  }

  /** What is under way is let go on for a while, as a good app does. */
  private static void end(EventLoop loop, UnderWay underWay, Notes notes) {
    loop.submit(() -> notes.stopping(underWay.requests(), underWay.liveSockets()))
        .syncUninterruptibly();
    long limit = System.nanoTime() + END_LIMIT.toNanos();
    while (underWay.requests() > 0 && System.nanoTime() - limit < 0) {
      Waiting.pause(Duration.ofMillis(10));
    }
    notes.ended();
  }
}

package io.bellhop.load.traffic;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Sends numbered requests to a router over kept connections, each tried once: whatever comes of it
 * is its answer. Everything happens on one event loop.
 */
final class LoadClient implements AutoCloseable {
  private static final int CONNECT_MILLIS = 10_000;
  private static final int MOST_CONNECTIONS = 4_000;

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final Deque<LoadConnection> idle = new ArrayDeque<>();
  private final Deque<LoadRequest> waiting = new ArrayDeque<>();
  private final List<Answer> answers = new ArrayList<>();
  private final Map<String, Long> latestDueNanos = new ConcurrentHashMap<>();
  private final Bootstrap bootstrap;
  private int connections;

  LoadClient(int port, String host) {
    bootstrap =
        new Bootstrap()
            .group(group)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .option(ChannelOption.TCP_NODELAY, true)
            .remoteAddress("127.0.0.1", port)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    LoadConnection.addTo(channel, LoadClient.this, host);
                  }
                });
  }

  /** Where all of this happens. */
  EventLoop loop() {
    return loop;
  }

  /**
   * Sends a request on the connection that is idle the longest, or on a new one, or, where there
   * are very many of them, as soon as one is idle. On the loop.
   */
  void send(LoadRequest request) {
    // The longest idle first, so that all connections, and so all loops of the router, have a part.
    LoadConnection connection = idle.pollFirst();
    if (connection != null) {
      connection.send(request);
    } else if (connections < MOST_CONNECTIONS) {
      connections++;
      bootstrap.connect().addListener((ChannelFuture future) -> connected(future, request));
    } else {
      waiting.addLast(request);
    }
  }

  private void connected(ChannelFuture future, LoadRequest request) {
    if (future.isSuccess()) {
      future.channel().pipeline().get(LoadConnection.class).send(request);
    } else {
      connections--;
      ended(request, request.answer(0, Answer.NO_CODE, ""));
    }
  }

  /** A connection can take the next request. */
  void idle(LoadConnection connection) {
    idle.addLast(connection);
    sendNextWaiting();
  }

  /** A connection is closed. */
  void closed(LoadConnection connection) {
    idle.remove(connection);
    connections--;
    sendNextWaiting();
  }

  private void sendNextWaiting() {
    LoadRequest next = waiting.pollFirst();
    if (next != null) {
      send(next);
    }
  }

  /** A request has come to its end, whatever that is. */
  void ended(LoadRequest request, Answer answer) {
    answers.add(answer);
    latestDueNanos.merge(
        answer.backend(), answer.dueNanos(), (one, other) -> one - other > 0 ? one : other);
    request.whenEnded().run();
  }

  /** Whether that backend answered a request that was due after that moment. By any thread. */
  boolean answeredSince(String backend, long nanos) {
    Long latest = latestDueNanos.get(backend);
    return latest != null && latest - nanos > 0;
  }

  /** Every answer, once the loop has ended. */
  List<Answer> answers() {
    return List.copyOf(answers);
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}

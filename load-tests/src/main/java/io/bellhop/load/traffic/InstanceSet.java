package io.bellhop.load.traffic;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The instances of one deployment, all in one process. They can be closed and opened again, which
 * is to the routers as if new ones were started in their place. The program of an {@link
 * InstanceSetProcess}.
 */
public final class InstanceSet {
  private static final int MOST_BODY_BYTES = 65_536;

  /** So many connections each instance takes while accepting is held back. */
  private final int mostAcceptedWhileHeld;

  private final InstanceState state;
  private final List<Integer> ports;
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final List<Channel> listeners = new ArrayList<>();
  private volatile boolean held;

  private InstanceSet(InstanceState state, int mostAcceptedWhileHeld, List<Integer> ports) {
    this.state = state;
    this.mostAcceptedWhileHeld = mostAcceptedWhileHeld;
    this.ports = ports;
  }

  /** The arguments: name, port of the control, connections while held back, ports. */
  public static void main(String[] arguments) throws InterruptedException {
    InstanceState state = new InstanceState(arguments[0]);
    InstanceSet set =
        new InstanceSet(
            state,
            Integer.parseInt(arguments[2]),
            Arrays.stream(arguments).skip(3).map(Integer::valueOf).toList());
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    new ServerBootstrap()
        .group(loop)
        .channel(NioServerSocketChannel.class)
        .childHandler(new HttpPipeline(MOST_BODY_BYTES, () -> new InstanceControl(set, state)))
        .bind("127.0.0.1", Integer.parseInt(arguments[1]))
        .sync()
        .channel()
        .closeFuture()
        .sync();
  }

  /** Listens on every port, as new instances. */
  void open(int backlog) {
    state.begin();
    for (int port : ports) {
      listeners.add(
          new ServerBootstrap()
              .group(loops)
              .channel(NioServerSocketChannel.class)
              .option(ChannelOption.SO_BACKLOG, backlog)
              .childOption(ChannelOption.TCP_NODELAY, true)
              .childHandler(new Connections())
              .bind("127.0.0.1", port)
              .syncUninterruptibly()
              .channel());
    }
  }

  /** Takes no connection any more, and breaks those there are, as the end of a process does. */
  void close() {
    held = false;
    listeners.forEach(listener -> listener.close().syncUninterruptibly());
    listeners.clear();
    connections.close().syncUninterruptibly();
  }

  /** Lets connections beyond a few wait, until it is closed. */
  void hold() {
    held = true;
  }

  private final class Connections extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      connections.add(channel);
      if (state.accepted() >= (long) mostAcceptedWhileHeld * ports.size() && held) {
        channel.parent().config().setAutoRead(false);
      }
      channel
          .pipeline()
          .addLast(new HttpServerCodec())
          .addLast(new HttpObjectAggregator(MOST_BODY_BYTES))
          .addLast(new InstanceProbe(state))
          .addLast(new WebSocketServerProtocolHandler(InstanceHandler.ECHO_PATH))
          .addLast(new InstanceHandler(state))
          .addLast(new Broken());
    }
  }

  /** The router closes and resets connections as it likes; there is nothing to add to that. */
  private static final class Broken extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}

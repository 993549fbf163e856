package io.bellhop.agent.probe;

import io.bellhop.model.BackendAddress;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds out when a port takes connections, by trying every few milliseconds; the more ports there
 * are to be tried, the more seldom each is. The proxies that some engines put before published
 * ports take connections for containers that do not, and close them at once without a word: where
 * one may be, as no connection was refused, a connection counts once it has stayed open for a
 * moment or something was heard on it. Thread safe.
 */
public final class PortProbe implements AutoCloseable {
  // A client waits for the end of each: the time between two tries is added to what it waits.
  private static final int OFTENEST_MILLIS = 3;
  private static final int SELDOMEST_MILLIS = 50;
  private static final Duration STAYS_OPEN = Duration.ofMillis(5);
  private static final int CONNECT_MILLIS = 500;

  private final boolean proxied;
  private final Duration staysOpen;
  private final AtomicInteger tried = new AtomicInteger();

  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("bellhop-agent-probe", true), NioIoHandler.newFactory());

  /**
   * Of the ports of one engine.
   *
   * @param proxied whether something else may take connections in an instance's stead
   */
  public PortProbe(boolean proxied) {
    this(proxied, STAYS_OPEN);
  }

  /** Of an engine whose proxy closes within that time what nothing listens behind. */
  PortProbe(boolean proxied, Duration staysOpen) {
    this.proxied = proxied;
    this.staysOpen = staysOpen;
  }

  /**
   * Whether the address took a connection in time. Cancelling the future ends the probing.
   *
   * @param bound of all tries together
   */
  public CompletableFuture<Boolean> await(BackendAddress address, Duration bound) {
    Wait wait = new Wait(address);
    tried.incrementAndGet();
    wait.listens.whenComplete((outcome, cancelled) -> tried.decrementAndGet());
    wait.attempt();
    loop.schedule(() -> wait.listens.complete(false), bound.toMillis(), TimeUnit.MILLISECONDS);
    return wait.listens;
  }

  /** For one port. What it notes is used by the event loop alone. */
  private final class Wait {
    final CompletableFuture<Boolean> listens = new CompletableFuture<>();
    private final BackendAddress address;
    private boolean refused;

    Wait(BackendAddress address) {
      this.address = address;
    }

    void attempt() {
      if (listens.isDone() || loop.isShuttingDown()) {
        return;
      }
      Ear ear = new Ear();
      new Bootstrap()
          .group(loop)
          .channel(NioSocketChannel.class)
          .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
          .handler(ear)
          .connect(address.host(), address.port())
          .addListener(done -> connected((ChannelFuture) done, ear));
    }

    private void connected(ChannelFuture done, Ear ear) {
      if (!done.isSuccess()) {
        refused |= isRefusal(done.cause());
        again();
      } else if (isProxied()) {
        loop.schedule(
            () -> judge(done.channel(), ear), staysOpen.toMillis(), TimeUnit.MILLISECONDS);
      } else {
        judge(done.channel(), ear);
      }
    }

    private static boolean isRefusal(Throwable cause) {
      return cause instanceof ConnectException && !(cause instanceof ConnectTimeoutException);
    }

    /** A proxy is there before the instance is: it refuses nothing. */
    private boolean isProxied() {
      return proxied && !refused;
    }

    private void judge(Channel channel, Ear ear) {
      boolean taken = isTaken(channel, ear);
      channel.close();
      if (taken) {
        listens.complete(true);
      } else {
        again();
      }
    }

    private boolean isTaken(Channel channel, Ear ear) {
      // Linux may connect a socket to itself where the port asked for is one that it hands out.
      boolean itself = channel.isActive() && channel.localAddress().equals(channel.remoteAddress());
      // A server that answers and closes is quicker than the moment given to it.
      return !itself && (!isProxied() || channel.isActive() || ear.heard);
    }

    private void again() {
      if (!loop.isShuttingDown()) {
        // A thousand tries a second at most, however many instances boot.
        int pause = Math.min(SELDOMEST_MILLIS, Math.max(OFTENEST_MILLIS, tried.get()));
        loop.schedule(this::attempt, pause, TimeUnit.MILLISECONDS);
      }
    }
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  /** Notes that the other side said something. Used by the event loop alone. */
  private static final class Ear extends ChannelInboundHandlerAdapter {
    private boolean heard;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      heard = true;
      ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // A reset is an answer as well: the channel is no longer active, and is tried again.
      context.close();
    }
  }
}

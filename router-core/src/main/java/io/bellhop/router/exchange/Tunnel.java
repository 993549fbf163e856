package io.bellhop.router.exchange;

import io.bellhop.model.plane.CutRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An upgraded connection: bytes go both ways as they are, each side read only while the other can
 * be written to, until one side ends, nothing moves for too long, or the backend's drain has waited
 * long enough: then a WebSocket's client is told to connect anew and has a few seconds to close,
 * and anything else is closed. Confined to the event loop.
 */
final class Tunnel {
  /**
   * What the tunnel answers to.
   *
   * @param request that became the tunnel
   * @param idle how long nothing may move
   * @param onEnd told once, when both sides are closed or closing
   * @param pulse what notices its data; null where nobody wants to know
   */
  record Owner(
      InboundRequest request,
      Duration idle,
      ExchangeRecord record,
      EndListener onEnd,
      @Nullable StreamPulse pulse) {}

  /** Told of a tunnel's end. */
  interface EndListener {
    /** The tunnel ended; by itself, or because its backend's drain waited no longer. */
    void ended(boolean cutByDrain);
  }

  private static final long LAST_WRITES_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** How long a WebSocket may take to close once its client is to be told to. */
  private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final String WEB_SOCKET = "websocket";

  private final Channel client;
  private final Channel backend;
  private final BackendPool pool;
  private final Owner owner;
  private final Deadline idleDeadline;
  private final Deadline drainDeadline;
  private final @Nullable Farewell farewell;
  private boolean farewellBegun;
  private boolean ended;
  private boolean cutByDrain;

  private Tunnel(Channel client, Channel backend, BackendPool pool, Owner owner) {
    this.client = client;
    this.backend = backend;
    this.pool = pool;
    this.owner = owner;
    this.idleDeadline = pool.wheel().newDeadline(this::close);
    this.drainDeadline = pool.wheel().newDeadline(this::onDrainDeadline);
    this.farewell =
        isWebSocket(owner.request()) ? new Farewell(pool.backend().tally()::webSocketTold) : null;
  }

  /** Whether the request offers to become a WebSocket, and nothing else. */
  static boolean isWebSocket(InboundRequest request) {
    return request.upgrade().trim().equalsIgnoreCase(WEB_SOCKET);
  }

  /** Joins two connections whose HTTP handlers have done their work, and takes those out. */
  static void join(ClientStream stream, BackendConnection from, Owner owner) {
    Channel client = stream.channel();
    Channel backend = from.becomeTunnel();
    BackendPool pool = from.pool();
    Tunnel tunnel = new Tunnel(client, backend, pool, owner);
    pool.tunnelOpened(tunnel, from);
    tunnel.moved();
    ExchangeRecord record = owner.record();
    client.pipeline().addLast(tunnel.new Side(backend, record::requestBytes, null));
    backend.pipeline().addLast(tunnel.new Side(client, record::responseBytes, tunnel.farewell));
    // Decoders pass on what they have read beyond the heads when they go, so that both sides have
    // to be in place by then, and nothing may encode what they write.
    BackendPipeline.removeEncoder(backend.pipeline());
    stream.detach();
    BackendPipeline.removeDecoder(backend.pipeline());
    client.config().setAutoRead(true);
    backend.config().setAutoRead(true);
    client.flush();
  }

  /** Gives the tunnel so long to end by itself, unless its backend comes back into service. */
  void endIn(Duration drain) {
    drainDeadline.in(isSilentSleeper() ? 0 : drain.toNanos());
  }

  /** Ends it now where its app is about to sleep and nothing has moved here for long enough. */
  void endIfSilent() {
    if (!farewellBegun && isSilentSleeper()) {
      drainDeadline.in(0);
    }
  }

  private boolean isSilentSleeper() {
    StreamPulse pulse = owner.pulse();
    return pulse != null && pulse.mayEnd();
  }

  private void onDrainDeadline() {
    if (!pool.backend().retired()) {
      return;
    }
    Farewell toSay = farewell;
    if (farewellBegun || toSay == null || !toSay.possible()) {
      cutByDrain = true;
      close();
      return;
    }
    farewellBegun = true;
    ByteBuf now = toSay.say();
    if (now != null) {
      client.writeAndFlush(now);
    }
    drainDeadline.in(FAREWELL_NANOS);
  }

  /** Ends it, as the drain of its backend waits no longer; what that was. */
  CutRequest cut() {
    cutByDrain = true;
    close();
    return owner.request().cut(true);
  }

  void close() {
    client.close();
    backend.close();
  }

  private void moved() {
    idleDeadline.in(owner.idle().toNanos());
  }

  private void sideClosed(Channel other) {
    if (ended) {
      idleDeadline.dispose();
    } else {
      ended = true;
      drainDeadline.dispose();
      closeAfterWrites(other);
      // A peer that reads nothing would keep what is still to be written to it for ever.
      idleDeadline.in(LAST_WRITES_NANOS);
      pool.tunnelClosed(this);
      pool.closed();
      owner.onEnd().ended(cutByDrain);
    }
  }

  private static void closeAfterWrites(Channel channel) {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /** One side of the tunnel: what it reads goes to its peer. */
  private final class Side extends ChannelInboundHandlerAdapter {
    private final Channel peer;
    private final LongConsumer count;
    private final @Nullable Farewell onTheWay;

    Side(Channel peer, LongConsumer count, @Nullable Farewell onTheWay) {
      this.peer = peer;
      this.count = count;
      this.onTheWay = onTheWay;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof ByteBuf bytes) {
        count.accept(bytes.readableBytes());
        noticeData(bytes);
        peer.write(onTheWay == null ? bytes : onTheWay.relay(bytes), peer.voidPromise());
        if (!peer.isWritable()) {
          ctx.channel().config().setAutoRead(false);
        }
      } else {
        // The empty piece by which the HTTP decoder ends the head of the 101.
        ReferenceCountUtil.release(message);
      }
    }

    private void noticeData(ByteBuf bytes) {
      StreamPulse pulse = owner.pulse();
      if (pulse != null && peer == client) {
        pulse.toClient(bytes);
      } else if (pulse != null) {
        pulse.toBackend(bytes);
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      moved();
      peer.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
      peer.config().setAutoRead(ctx.channel().isWritable());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof ChannelInputShutdownEvent && peer instanceof DuplexChannel duplex) {
        // The end of one direction is passed on as such: the other may still have things to say.
        peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> duplex.shutdownOutput());
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      sideClosed(peer);
    }
  }
}

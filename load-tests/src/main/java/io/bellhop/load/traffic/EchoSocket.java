package io.bellhop.load.traffic;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/**
 * One WebSocket.
 *
 * <pre>
 *   CONNECTING ──101──▶ OPEN ──close frame of 1001──▶ told: answered and closed
 *        │                ├──talked for long enough──▶ left, or silent until told
 *        │                └──anything else──▶ cut
 *        └──anything else──▶ refused
 * </pre>
 */
final class EchoSocket extends SimpleChannelInboundHandler<WebSocketFrame> {
  private static final int MOST_ANSWER_BYTES = 65_536;
  private static final int HANDSHAKE_MILLIS = 120_000;
  private static final long MOST_SILENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final Owner owner;
  private final Talk talk;
  private final long beginNanos;
  private String backend = "";
  private String detail = "";
  private boolean open;
  private boolean ended;
  private long openNanos;
  private long waitingSinceNanos;

  /** Who is told of a socket, on its event loop. */
  interface Owner {
    /** A text came back. */
    void echoed();

    /** It has come to its end. */
    void ended(SocketEnd end);
  }

  /**
   * What the client does.
   *
   * @param everyMillis it sends a text
   * @param forMillis it goes on so
   * @param leaves it closes then; else it is silent from then on
   */
  record Talk(int everyMillis, long forMillis, boolean leaves) {}

  EchoSocket(Owner owner, Talk talk, long beginNanos) {
    this.owner = owner;
    this.talk = talk;
    this.beginNanos = beginNanos;
  }

  void addTo(Channel channel, URI url) {
    WebSocketClientProtocolConfig config =
        WebSocketClientProtocolConfig.newBuilder()
            .webSocketUri(url)
            .handleCloseFrames(false)
            .handshakeTimeoutMillis(HANDSHAKE_MILLIS)
            .build();
    channel
        .pipeline()
        .addLast(new HttpClientCodec())
        .addLast(new HttpObjectAggregator(MOST_ANSWER_BYTES))
        .addLast(new WebSocketClientProtocolHandler(config))
        .addLast(this);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
      open = true;
      openNanos = System.nanoTime();
      send(context.channel());
    }
  }

  private void send(Channel channel) {
    if (ended) {
      return;
    }
    if (System.nanoTime() - openNanos > TimeUnit.MILLISECONDS.toNanos(talk.forMillis())) {
      if (talk.leaves()) {
        leave(channel);
      }
      return;
    }
    if (waitingSinceNanos == 0) {
      waitingSinceNanos = System.nanoTime();
      channel
          .writeAndFlush(new TextWebSocketFrame("text"))
          .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    } else if (System.nanoTime() - waitingSinceNanos > MOST_SILENCE_NANOS) {
      detail = "a text did not come back";
      channel.close();
    }
    channel.eventLoop().schedule(() -> send(channel), talk.everyMillis(), TimeUnit.MILLISECONDS);
  }

  private void leave(Channel channel) {
    end(SocketEnd.How.LEFT, "");
    channel
        .writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE))
        .addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
    if (frame instanceof TextWebSocketFrame text) {
      backend = text.text().split(" ", 2)[0];
      waitingSinceNanos = 0;
      owner.echoed();
    } else if (frame instanceof CloseWebSocketFrame close) {
      boolean told = close.statusCode() == WebSocketCloseStatus.ENDPOINT_UNAVAILABLE.code();
      end(told ? SocketEnd.How.TOLD : SocketEnd.How.CUT, "close frame of " + close.statusCode());
      context.writeAndFlush(close.retain()).addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end(open ? SocketEnd.How.CUT : SocketEnd.How.REFUSED, detail);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    detail = cause.toString();
    context.close();
  }

  /** Tells of the end, once. */
  void end(SocketEnd.How how, String why) {
    if (!ended) {
      ended = true;
      owner.ended(new SocketEnd(beginNanos, System.nanoTime(), backend, how, why));
    }
  }
}

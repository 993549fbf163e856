package io.bellhop.router.accept;

import io.bellhop.router.exchange.ClientInfo;
import io.bellhop.router.exchange.ClientStream;
import io.bellhop.router.exchange.Deadline;
import io.bellhop.router.exchange.Exchange;
import io.bellhop.router.exchange.InboundRequest;
import io.bellhop.router.exchange.RequestPath;
import io.bellhop.router.failure.Failure;
import io.bellhop.router.settings.ClientTimeouts;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/1 connection of a client: takes its requests one after the other and answers them in
 * that order. Confined to its event loop.
 *
 * <pre>
 *            head                 response whole, connection kept
 *   idle ────────────▶ serving ──────────────────────────────────▶ idle
 *    │ idle timeout,      │ response whole, not kept
 *    │ half a head: 408   ├──▶ lingering: what still comes is dropped, so that the client sees
 *    ▼                    │         │     the response and not a reset (RFC 9112 §9.6)
 *   closed ◀──────────────┴─────────┘ end of input, or the linger timeout
 * </pre>
 *
 * <p>Requests that come while one is served wait, decoded, and nothing more is read meanwhile.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter implements ClientStream {
  private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

  private final SocketChannel channel;
  private final ClientLoop loop;
  private final RequestPath path;
  private final ClientTimeouts timeouts;
  private final ClientInfo info;
  private final ResponseEncoder encoder;
  private final Deadline deadline;
  private final ArrayDeque<HttpObject> waiting = new ArrayDeque<>(0);
  private final ResponseFraming framing;
  private final ResponseWriter writer;

  private @Nullable Exchange exchange;
  private boolean serving;
  private boolean beginning;
  private boolean bodyPending;
  private boolean headBegun;
  private boolean sawMessage;
  private boolean halfClosed;
  private boolean lingering;

  ClientConnection(
      SocketChannel channel, ClientLoop loop, ClientInfo info, ResponseEncoder encoder) {
    this.channel = channel;
    this.loop = loop;
    this.path = loop.path();
    this.timeouts = path.shared().settings().timeouts();
    this.info = info;
    this.encoder = encoder;
    this.deadline = path.loop().wheel().newDeadline(this::onDeadline);
    this.framing = new ResponseFraming(loop.dates(), path.shared().activity());
    this.writer = new ResponseWriter(channel, framing);
  }

  // Reading.

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    loop.connections().add(this);
    deadline.in(timeouts.idle().toNanos());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    sawMessage = true;
    if (lingering || !(message instanceof HttpObject http)) {
      ReferenceCountUtil.release(message);
    } else if (!waiting.isEmpty() || (serving && http instanceof HttpRequest)) {
      waiting.add(http);
      channel.config().setAutoRead(false);
    } else {
      take(http);
    }
  }

  private void take(HttpObject http) {
    if (http instanceof HttpRequest head) {
      begin(head);
    } else if (http instanceof HttpContent content) {
      takeContent(content);
    }
  }

  private void takeContent(HttpContent content) {
    // A chunk that could not be read is given as a last one, but nothing tells where its body ends.
    if (content instanceof LastHttpContent && content.decoderResult().isSuccess()) {
      bodyPending = false;
      deadline.cancel();
    } else if (bodyPending) {
      deadline.in(timeouts.body().toNanos());
    }
    if (exchange != null) {
      exchange.onRequestContent(content);
    } else {
      content.release();
    }
  }

  private void begin(HttpRequest head) {
    if (head.decoderResult().cause() instanceof PrematureChannelClosureException) {
      ReferenceCountUtil.release(head);
      channel.close();
      return;
    }
    headBegun = false;
    serving = true;
    beginning = true;
    deadline.cancel();
    HeadVerdict verdict = loop.headReader().read(head, info);
    InboundRequest request = verdict.request();
    bodyPending = request.contentLength() != 0;
    boolean isHead = HttpMethod.HEAD.equals(head.method());
    encoder.answersHead(isHead);
    framing.begin(
        HttpVersion.HTTP_1_0.text().equals(request.protocol()), HttpUtil.isKeepAlive(head), isHead);
    serve(verdict);
    beginning = false;
  }

  private void serve(HeadVerdict verdict) {
    if (verdict instanceof HeadVerdict.Accepted accepted) {
      Exchange started = path.serve(this, accepted.request());
      // One that has ended already has called finished(), and another may have taken its place.
      if (started != null) {
        exchange = started;
      }
    } else if (verdict instanceof HeadVerdict.Refused refused) {
      // After a malformed head nothing tells where the next request would begin.
      bodyPending = true;
      path.refuse(this, refused.request(), refused.failure());
    } else {
      path.answerOptions(this, verdict.request());
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (exchange != null) {
      exchange.onClientReadComplete();
    } else if (!serving && !sawMessage && !headBegun && !lingering) {
      // Bytes came, but no whole head: from here on it has to hurry.
      headBegun = true;
      deadline.in(timeouts.head().toNanos());
    }
    sawMessage = false;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      onInputEnd();
    }
  }

  private void onInputEnd() {
    halfClosed = true;
    if (!serving || bodyPending || lingering) {
      channel.close();
    } else {
      // The client may have left, or only be done sending: an answer is tried for a while.
      deadline.in(timeouts.halfClose().toNanos());
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    boolean writable = channel.isWritable();
    if (exchange != null) {
      exchange.onClientWritable(writable);
    }
    if (!writable) {
      deadline.in(timeouts.idle().toNanos());
    } else if (serving && !bodyPending && !halfClosed) {
      deadline.cancel();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.warn("Closing the connection of {} after an unexpected error", info.address(), cause);
      path.shared().meters().failed(Failure.INTERNAL_ERROR);
    }
    channel.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    loop.connections().remove(this);
    deadline.dispose();
    dropWaiting();
    lingering = true;
    leaveExchange();
  }

  private void dropWaiting() {
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
  }

  private void leaveExchange() {
    Exchange left = exchange;
    exchange = null;
    if (left != null) {
      left.onClientGone();
    }
  }

  private void onDeadline() {
    if (serving && bodyPending && !lingering && channel.isWritable() && exchange != null) {
      exchange.onClientStalled();
    } else if (headBegun && !serving && !lingering) {
      framing.begin(false, false, false);
      serving = true;
      bodyPending = true;
      path.refuse(this, loop.headReader().unread(info), Failure.HEAD_TIMEOUT);
    } else {
      channel.close();
    }
  }

  /** Closes the connection if it serves nothing now; otherwise it closes after the response. */
  void closeIfIdle() {
    if (!serving) {
      channel.close();
    }
  }

  /** Ends what is under way, as the router stops, and closes. */
  void cut() {
    if (exchange != null) {
      exchange.onRouterStopping();
    }
    channel.close();
  }

  // Writing.

  @Override
  public boolean isWritable() {
    return channel.isWritable();
  }

  @Override
  public void setReading(boolean reading) {
    channel.config().setAutoRead(reading && waiting.isEmpty());
    if (bodyPending && reading) {
      deadline.in(timeouts.body().toNanos());
    } else if (bodyPending) {
      deadline.cancel();
    }
  }

  @Override
  public void sendInterim(HttpResponse head) {
    writer.interim(head);
  }

  @Override
  public void sendHead(HttpResponse head, boolean requestComplete) {
    writer.head(head, requestComplete);
  }

  @Override
  public void sendContent(HttpContent content) {
    writer.content(content);
  }

  @Override
  public void sendWhole(FullHttpResponse response, boolean requestComplete) {
    writer.whole(response, requestComplete && !bodyPending);
  }

  @Override
  public void flush() {
    writer.flush();
  }

  @Override
  public void abort() {
    exchange = null;
    writer.flush();
    if (framing.endsByClose()) {
      // Only a reset tells the end of such a response from a broken one.
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    }
    channel.close();
  }

  @Override
  public void finished() {
    exchange = null;
    serving = false;
    if (framing.closesAfter() || halfClosed) {
      closeOrLinger();
    } else if (!lingering) {
      deadline.in(timeouts.idle().toNanos());
      if (!beginning) {
        takeWaiting();
      }
    }
  }

  private void takeWaiting() {
    while (!serving && !lingering && !waiting.isEmpty()) {
      take(waiting.poll());
      while (waiting.peek() instanceof HttpContent) {
        take(waiting.poll());
      }
    }
    if (waiting.isEmpty() && !lingering) {
      channel.config().setAutoRead(true);
    }
    if (exchange != null) {
      exchange.onClientReadComplete();
    }
  }

  private void closeOrLinger() {
    // A client that reads nothing must not keep for ever what is still to be written to it.
    deadline.in(timeouts.idle().toNanos());
    if ((bodyPending || !waiting.isEmpty()) && !halfClosed) {
      lingering = true;
      dropWaiting();
      channel.config().setAutoRead(true);
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> linger());
    } else {
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void linger() {
    channel.shutdownOutput();
    deadline.in(timeouts.linger().toNanos());
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public void detach() {
    loop.connections().remove(this);
    deadline.dispose();
    exchange = null;
    if (!waiting.isEmpty()) {
      // The client spoke HTTP on although it had asked to switch: there is no telling what it
      // means.
      dropWaiting();
      channel.close();
    }
    ClientPipeline.removeHttp(channel.pipeline());
  }
}

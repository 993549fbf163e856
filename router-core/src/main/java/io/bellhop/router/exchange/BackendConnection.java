package io.bellhop.router.exchange;

import io.bellhop.model.plane.CutRequest;
import io.bellhop.router.failure.Failure;
import io.bellhop.router.retry.AttemptEnd;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection to a backend, serving one exchange after the other. Confined to its event
 * loop.
 *
 * <pre>
 *               serve()                 last piece of the response
 *   connected ──────────▶ busy ───────────────────────────────────▶ settling
 *       ▲                  │ any failure, or not to be kept             │ end of the read batch
 *       │                  ▼                                            ▼
 *       └──────────────  closed ◀── surplus bytes, idle timeout ──── idle (in the pool)
 * </pre>
 *
 * <p>A response that ended is settled only at the end of the read batch: what follows it in the
 * same batch was asked for by nobody, and such a connection must not serve anybody else (RFC 9112
 * §9.2).
 */
final class BackendConnection extends ChannelInboundHandlerAdapter {
  /** Three digits, of which the first tells the class (RFC 9112 §4, RFC 9110 §15). */
  private static final int LEAST_STATUS = 100;

  private static final int GREATEST_STATUS = 999;

  private final BackendPool pool;
  private final Deadline deadline;
  private @Nullable Channel channel;
  private @Nullable Exchange exchange;
  private boolean servesHead;
  private boolean answering;
  private boolean reused;
  private long idleNanos;
  private boolean keepAlive;
  private boolean interim;
  private boolean settling;

  BackendConnection(BackendPool pool, @Nullable Exchange first) {
    this.pool = pool;
    this.exchange = first;
    this.deadline = pool.wheel().newDeadline(this::onDeadline);
  }

  BackendPool pool() {
    return pool;
  }

  /** Whether it served an exchange before the present one. */
  boolean reused() {
    return reused;
  }

  /** Whether any byte came of a response to the present exchange. */
  boolean answering() {
    return answering;
  }

  boolean isOpen() {
    return channel().isActive();
  }

  /** Since when it has been idle, by the wheel's clock; of one that is idle. */
  long idleSinceNanos() {
    return deadline.atNanos() - pool.idleTimeoutNanos();
  }

  /** What its end means for a request that got no final response on it. */
  AttemptEnd endBeforeResponse() {
    if (answering()) {
      return AttemptEnd.RESPONSE_BEGUN;
    }
    return reused ? AttemptEnd.KEPT_CONNECTION_CLOSED : AttemptEnd.CONNECTION_CLOSED;
  }

  boolean servesHead() {
    return servesHead;
  }

  Deadline deadline() {
    return deadline;
  }

  private Channel channel() {
    Channel present = channel;
    if (present == null) {
      throw new IllegalStateException("not connected");
    }
    return present;
  }

  void connected(long tookNanos) {
    Exchange waiting = exchange;
    if (waiting == null || waiting.ended()) {
      exchange = null;
      // Whoever it was opened for has left: the next request gets it.
      pool.release(this);
      armIdle();
    } else if (!isOpen()) {
      exchange = null;
      waiting.onFoundClosed();
    } else {
      waiting.onConnectionOpened(tookNanos);
      waiting.onConnected(this);
      flush();
    }
  }

  void connectFailed(Throwable cause) {
    Exchange waiting = exchange;
    exchange = null;
    if (waiting != null && !waiting.ended()) {
      waiting.onConnectFailed(connectFailure(cause));
    }
  }

  private static Failure connectFailure(Throwable cause) {
    if (cause instanceof ConnectTimeoutException) {
      return Failure.CONNECT_TIMEOUT;
    }
    if (cause instanceof UnknownHostException) {
      return Failure.BACKEND_UNRESOLVED;
    }
    return cause instanceof NoRouteToHostException
        ? Failure.BACKEND_UNREACHABLE
        : Failure.CONNECT_REFUSED;
  }

  /** Begins another exchange on a connection that was idle. */
  void serve(Exchange next, long nowNanos) {
    idleNanos = nowNanos - idleSinceNanos();
    pool.backend().series().connectionIdle(false);
    deadline.cancel();
    exchange = next;
    reused = true;
    answering = false;
    next.onConnected(this);
  }

  /** Writes a request, or the head of one whose body follows. */
  void write(HttpRequest head, boolean isHead) {
    servesHead = isHead;
    channel().write(head, channel().voidPromise());
  }

  void writeContent(HttpContent content) {
    channel().write(content, channel().voidPromise());
  }

  void flush() {
    channel().flush();
  }

  boolean isWritable() {
    return channel().isWritable();
  }

  void setReading(boolean reading) {
    channel().config().setAutoRead(reading);
  }

  /** Lets go of the exchange before it has ended: nothing of it may reach another one. */
  void abandon() {
    exchange = null;
    settling = false;
    close();
  }

  void close() {
    deadline.dispose();
    if (channel != null) {
      channel.close();
    }
  }

  /** The backend was judged to fail: what it has not begun to answer may go elsewhere. */
  void backendFailing() {
    if (exchange != null && exchange.onBackendFailing()) {
      exchange = null;
    }
  }

  /**
   * Ends the exchange that it serves or is opened for: its backend's drain waits no longer.
   *
   * @return what was ended; null where nothing was under way
   */
  @Nullable CutRequest cut() {
    Exchange current = exchange;
    return current == null || current.ended() ? null : current.cut();
  }

  /** Bytes came from the backend, before it is known what they mean. */
  void onBytes() {
    if (exchange == null && !settling) {
      // Nobody asked for them: whatever they begin must not be taken for the next response.
      close();
    } else if (exchange != null && !answering) {
      answering = true;
      exchange.onFirstByte();
    }
  }

  /** Gives up the connection to a tunnel: the codecs go, bytes are read as they are. */
  Channel becomeTunnel() {
    exchange = null;
    deadline.dispose();
    return channel();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    channel = ctx.channel();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    Exchange current = exchange;
    if (current == null || !(message instanceof HttpObject http)) {
      ReferenceCountUtil.release(message);
      settling = false;
      close();
    } else if (http.decoderResult().isFailure()) {
      ReferenceCountUtil.release(message);
      current.onBackendFailed(decodingFailure(http.decoderResult().cause()));
    } else if (message instanceof HttpResponse head) {
      readHead(current, head);
    } else if (message instanceof HttpContent content) {
      readContent(current, content);
    }
  }

  private void readHead(Exchange current, HttpResponse head) {
    int status = head.status().code();
    if (status < LEAST_STATUS || status > GREATEST_STATUS) {
      current.onBackendFailed(Failure.BAD_RESPONSE);
      return;
    }
    boolean switching = status == HttpResponseStatus.SWITCHING_PROTOCOLS.code();
    interim = head.status().codeClass() == HttpStatusClass.INFORMATIONAL && !switching;
    if (interim) {
      current.onInterim(head);
      return;
    }
    keepAlive = HttpUtil.isKeepAlive(head);
    if (switching) {
      interim = true;
      current.onSwitchingProtocols(head);
    } else {
      current.onResponseHead(head);
    }
  }

  private void readContent(Exchange current, HttpContent content) {
    if (interim) {
      // The decoder ends each head without a body by an empty last piece, also an interim one.
      interim = false;
      content.release();
      return;
    }
    if (content instanceof LastHttpContent last) {
      settling = true;
      TrailerFields.prepare(last);
    }
    current.onResponseContent(content);
  }

  /** Ends the exchange; the connection is kept if both sides are done with it. */
  void exchangeEnded(boolean requestComplete) {
    exchange = null;
    if (!settling || !keepAlive || !requestComplete) {
      settling = false;
      close();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (settling && exchange == null && BackendPipeline.holdsBytes(ctx.pipeline())) {
      // The beginning of what nobody asked for would become that of the next response.
      settling = false;
      close();
    } else if (settling && exchange == null) {
      settling = false;
      ctx.channel().config().setAutoRead(true);
      pool.release(this);
      armIdle();
    } else if (exchange != null) {
      exchange.onBackendReadComplete();
    }
  }

  private void armIdle() {
    // Whoever waited for a connection may have it already.
    if (exchange == null && channel().isActive()) {
      deadline.in(pool.idleTimeoutNanos());
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (exchange != null) {
      exchange.onBackendWritable(ctx.channel().isWritable());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // A write that failed leaves the response readable: a backend may answer early and hang up
    // (RFC 9112 §9.5). The end of the connection is told by channelInactive.
    if (exchange != null) {
      exchange.onBackendError();
    } else {
      close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    learnKeepAlive();
    deadline.dispose();
    pool.removeIdle(this);
    pool.closed(this);
    Exchange current = exchange;
    exchange = null;
    if (current != null) {
      current.onBackendClosed(this);
    }
  }

  /** Of those that the backend closed; the router takes the deadline back before it closes one. */
  private void learnKeepAlive() {
    if (exchange == null && !settling && deadline.isSet()) {
      pool.closedAfter(pool.wheel().now() - idleSinceNanos());
    } else if (exchange != null && reused && !answering) {
      pool.closedAfter(idleNanos);
    }
  }

  private void onDeadline() {
    if (exchange != null) {
      exchange.onBackendDeadline();
    } else {
      close();
    }
  }

  private static Failure decodingFailure(Throwable cause) {
    return cause instanceof TooLongHttpHeaderException || cause instanceof TooLongHttpLineException
        ? Failure.RESPONSE_HEAD_TOO_LARGE
        : Failure.BAD_RESPONSE;
  }
}

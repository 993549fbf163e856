package io.bellhop.agent.docker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Takes bytes of a connection that was HTTP until the engine agreed to leave that. */
final class UpgradeHandler extends ChannelInboundHandlerAdapter {
  private final EngineStream.Sink sink;
  private final Runnable onEnd;
  private final CompletableFuture<Void> upgraded = new CompletableFuture<>();

  /**
   * A handler for one connection.
   *
   * @param onEnd called when the engine sends no more
   */
  UpgradeHandler(EngineStream.Sink sink, Runnable onEnd) {
    this.sink = sink;
    this.onEnd = onEnd;
  }

  /** Completes when the bytes begin; fails where there will be none. */
  CompletableFuture<Void> upgraded() {
    return upgraded;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (message instanceof HttpResponse response
          && !response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
        upgraded.completeExceptionally(new IOException("the engine answered " + response.status()));
        context.close();
      } else if (message instanceof ByteBuf bytes) {
        sink.bytes(ByteBufUtil.getBytes(bytes));
      } else if (message instanceof LastHttpContent) {
        context.pipeline().remove(HttpClientCodec.class);
        upgraded.complete(null);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    upgraded.completeExceptionally(cause);
    context.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    upgraded.completeExceptionally(new EOFException("it closed the connection"));
    onEnd.run();
    context.fireChannelInactive();
  }
}

package io.bellhop.agent.docker;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Hands on the bytes of a streamed answer as they come. */
final class StreamHandler extends SimpleChannelInboundHandler<HttpObject> {
  private static final int OK = 200;

  private final EngineStream.Sink sink;
  private final CompletableFuture<Void> ended;

  StreamHandler(EngineStream.Sink sink, CompletableFuture<Void> ended) {
    this.sink = sink;
    this.ended = ended;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
    if (message instanceof HttpResponse response && response.status().code() != OK) {
      end(context, new IOException("the engine answered " + response.status()));
      return;
    }
    if (message instanceof HttpContent content && content.content().isReadable()) {
      sink.bytes(ByteBufUtil.getBytes(content.content()));
    }
    if (message instanceof LastHttpContent) {
      ended.complete(null);
      context.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    end(context, cause);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ended.completeExceptionally(new EOFException("the engine closed the connection"));
    context.fireChannelInactive();
  }

  private void end(ChannelHandlerContext context, Throwable cause) {
    ended.completeExceptionally(cause);
    context.close();
  }
}

package io.bellhop.agent.docker;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpResponse;
import java.io.EOFException;
import java.util.concurrent.CompletableFuture;

/** Completes with the whole answer, or with what became of the connection instead. */
final class ReplyHandler extends SimpleChannelInboundHandler<FullHttpResponse> {
  private final CompletableFuture<EngineReply> reply;

  ReplyHandler(CompletableFuture<EngineReply> reply) {
    this.reply = reply;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
    reply.complete(
        new EngineReply(response.status().code(), ByteBufUtil.getBytes(response.content())));
    context.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    reply.completeExceptionally(cause);
    context.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    reply.completeExceptionally(new EOFException("it closed the connection"));
    context.fireChannelInactive();
  }
}

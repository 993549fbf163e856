package io.bellhop.app.sample;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/** Sends every frame back. */
@SuppressWarnings("FutureReturnValueIgnored") // whom a write fails has left
final class WebSocketEcho extends SimpleChannelInboundHandler<WebSocketFrame> {
  @Override
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
    context.writeAndFlush(frame.retain());
  }
}

package io.bellhop.load.traffic;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.util.function.Supplier;

/** Sets up the server's side of a connection: whole HTTP requests, for a handler of its own. */
final class HttpPipeline extends ChannelInitializer<Channel> {
  private final int mostBodyBytes;
  private final Supplier<ChannelHandler> handler;

  HttpPipeline(int mostBodyBytes, Supplier<ChannelHandler> handler) {
    this.mostBodyBytes = mostBodyBytes;
    this.handler = handler;
  }

  @Override
  protected void initChannel(Channel channel) {
    channel
        .pipeline()
        .addLast(new HttpServerCodec())
        .addLast(new HttpObjectAggregator(mostBodyBytes))
        .addLast(handler.get());
  }
}

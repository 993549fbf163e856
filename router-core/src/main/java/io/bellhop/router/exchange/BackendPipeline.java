package io.bellhop.router.exchange;

import io.bellhop.router.settings.ClientLimits;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponseDecoder;

/** The handlers of one HTTP/1.1 connection to a backend. */
final class BackendPipeline extends ChannelInitializer<Channel> {
  private final BackendConnection connection;
  private final ClientLimits limits;

  BackendPipeline(BackendConnection connection, ClientLimits limits) {
    this.connection = connection;
    this.limits = limits;
  }

  @Override
  protected void initChannel(Channel channel) {
    HttpDecoderConfig config =
        DecoderConfigs.http1(limits.maxTargetBytes(), limits.maxResponseHeadBytes());
    channel
        .pipeline()
        .addLast(new HttpRequestEncoder(), new ResponseDecoder(config, connection), connection);
  }

  /** Takes out what writes HTTP: what is written from now on goes out as it is. */
  static void removeEncoder(ChannelPipeline pipeline) {
    pipeline.remove(BackendConnection.class);
    pipeline.remove(HttpRequestEncoder.class);
  }

  /** Takes out what reads HTTP; what it had read but not yet taken apart is passed on. */
  static void removeDecoder(ChannelPipeline pipeline) {
    pipeline.remove(ResponseDecoder.class);
  }

  /** Whether bytes were read that make no message yet. */
  static boolean holdsBytes(ChannelPipeline pipeline) {
    ResponseDecoder decoder = pipeline.get(ResponseDecoder.class);
    return decoder != null && decoder.holdsBytes();
  }

  /** Knows which responses have no body because their request was a HEAD (RFC 9112 §6.3). */
  private static final class ResponseDecoder extends HttpResponseDecoder {
    private final BackendConnection connection;

    ResponseDecoder(HttpDecoderConfig config, BackendConnection connection) {
      super(config);
      this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object input) throws Exception {
      connection.onBytes();
      super.channelRead(ctx, input);
    }

    boolean holdsBytes() {
      return actualReadableBytes() > 0;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
      return connection.servesHead() || super.isContentAlwaysEmpty(message);
    }
  }
}

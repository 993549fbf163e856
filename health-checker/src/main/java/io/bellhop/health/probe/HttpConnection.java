package io.bellhop.health.probe;

import io.bellhop.health.verdict.ProbeResult;
import io.bellhop.health.verdict.ProbeResult.Cause;
import io.bellhop.health.verdict.ProbeResult.Failed;
import io.bellhop.model.CheckSpec;
import io.bellhop.model.InstanceId;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** A connection that HTTP probes are asked on, one after the other. Confined to its loop. */
final class HttpConnection extends ChannelInboundHandlerAdapter {
  private static final int MAX_LINE = 4 * 1024;
  private static final int MAX_HEAD = 32 * 1024;

  private final ProbeTask task;
  private @Nullable Channel channel;
  private @Nullable Asked asked;
  private boolean used;

  /** What is under way. */
  private record Asked(ProbeRun run, CheckSpec.Http check, HttpAnswer answer, boolean reused) {}

  HttpConnection(ProbeTask task) {
    this.task = task;
  }

  void install(Channel fresh) {
    channel = fresh;
    HttpDecoderConfig config =
        new HttpDecoderConfig().setMaxInitialLineLength(MAX_LINE).setMaxHeaderSize(MAX_HEAD);
    fresh.pipeline().addLast(new HttpClientCodec(config, false, false), this);
  }

  Channel channel() {
    if (channel == null) {
      throw new IllegalStateException("not connected");
    }
    return channel;
  }

  boolean open() {
    return channel().isActive();
  }

  void close() {
    channel().close();
  }

  /** Sends the question of a probe. */
  void ask(ProbeRun run, CheckSpec.Http check, InstanceId id) {
    asked = new Asked(run, check, new HttpAnswer(check, id), used);
    used = true;
    channel().writeAndFlush(HttpQuestion.of(check, task.address(), !run.plan().repeat()));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      Asked now = asked;
      if (now == null) {
        // Nothing was asked: whatever this is, it would be taken for the next answer.
        close();
      } else {
        read(now, (HttpObject) message);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void read(Asked now, HttpObject message) {
    if (message.decoderResult().isFailure()) {
      String why = String.valueOf(message.decoderResult().cause().getMessage());
      end(now, new Failed(Cause.PROTOCOL, "the answer is not HTTP/1.1: " + why), false);
      return;
    }
    if (message instanceof HttpResponse response) {
      now.answer().head(response);
    }
    if (message instanceof HttpContent content) {
      now.answer().body(content.content().readableBytes());
    }
    if (now.answer().tooLong()) {
      end(now, now.answer().result(now.run()), false);
    } else if (message instanceof LastHttpContent && now.answer().finalEnded()) {
      end(now, now.answer().result(now.run()), now.answer().keepAlive());
    }
  }

  private void end(Asked now, ProbeResult result, boolean keep) {
    asked = null;
    if (keep && now.run().plan().repeat()) {
      task.keep(this);
    } else {
      close();
    }
    now.run().finish(result);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    Asked now = asked;
    asked = null;
    if (now == null) {
      task.lost(this);
    } else if (now.reused() && !now.answer().began()) {
      // It was closed while it lay idle, and the question met the end coming: no verdict on anyone.
      now.run().retryFresh(now.check());
    } else {
      now.run()
          .finish(new Failed(Cause.CLOSED, "the connection ended before the answer was whole"));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // A reset, as a rule. What it means for a probe is decided where its connection ends.
    context.close();
  }
}

package io.bellhop.health.probe;

import io.bellhop.health.verdict.ProbePlan;
import io.bellhop.health.verdict.ProbeResult;
import io.bellhop.health.verdict.ProbeResult.Cause;
import io.bellhop.health.verdict.ProbeResult.Failed;
import io.bellhop.model.CheckSpec;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One probe, from its begin to its result. Confined to its loop. */
final class ProbeRun {
  private final ProbeTask task;
  private final ProbePlan plan;
  private final long beganNanos = System.nanoTime();
  private @Nullable Channel channel;
  private boolean connected;
  private boolean over;

  ProbeRun(ProbeTask task, ProbePlan plan) {
    this.task = task;
    this.plan = plan;
  }

  ProbePlan plan() {
    return plan;
  }

  long elapsedNanos() {
    return System.nanoTime() - beganNanos;
  }

  void start() {
    if (plan.check() instanceof CheckSpec.Http http) {
      HttpConnection kept = task.takeKept();
      if (kept != null && kept.open()) {
        channel = kept.channel();
        connected = true;
        kept.ask(this, http, task.id());
      } else {
        connectHttp(http);
      }
    } else {
      connectTcp();
    }
  }

  private void connectTcp() {
    Bootstrap bootstrap =
        task.loop()
            .connector()
            .clone()
            // A reset leaves nothing behind: at thousands of probes a second, connections that
            // linger in TIME_WAIT would use up the ports.
            .option(ChannelOption.SO_LINGER, 0)
            .handler(new ChannelInboundHandlerAdapter());
    connect(
        bootstrap,
        () -> {
          finish(passed("connected"));
          closeChannel();
        });
  }

  private void connectHttp(CheckSpec.Http http) {
    HttpConnection connection = new HttpConnection(task);
    ChannelHandler pipeline =
        new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel fresh) {
            connection.install(fresh);
          }
        };
    Bootstrap bootstrap = task.loop().connector().clone().handler(pipeline);
    connect(bootstrap, () -> connection.ask(this, http, task.id()));
  }

  private void connect(Bootstrap bootstrap, Runnable then) {
    ChannelFuture connecting = Addresses.connect(bootstrap, task.address());
    channel = connecting.channel();
    connecting.addListener(
        done -> {
          if (over) {
            closeChannel();
          } else if (done.isSuccess()) {
            connected = true;
            then.run();
          } else {
            finish(new Failed(Cause.CONNECT, Causes.text(done.cause())));
          }
        });
  }

  /** The connection that was kept is no more, from which nothing follows: tries a fresh one. */
  void retryFresh(CheckSpec.Http http) {
    if (!over) {
      connected = false;
      connectHttp(http);
    }
  }

  void expire() {
    long millis = plan.timeout().toMillis();
    String what = connected ? "no whole answer within " : "no connection within ";
    finish(new Failed(Cause.TIMEOUT, what + millis + " ms"));
    closeChannel();
  }

  /** Nobody wants the result. */
  void abandon() {
    over = true;
    closeChannel();
  }

  void finish(ProbeResult result) {
    over = true;
    task.ended(this, result);
  }

  ProbeResult passed(String what) {
    return new ProbeResult.Passed(
        what + " in " + TimeUnit.NANOSECONDS.toMillis(elapsedNanos()) + " ms");
  }

  private void closeChannel() {
    if (channel != null) {
      channel.close();
    }
  }
}

package io.bellhop.health.probe;

import io.bellhop.health.record.ProbeMeters;
import io.bellhop.health.verdict.ProbePlan;
import io.bellhop.health.verdict.ProbePlan.Purpose;
import io.bellhop.health.verdict.ProbeResult;
import io.bellhop.health.verdict.Prober;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.CheckSpec;
import io.bellhop.model.InstanceId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Probes over real sockets, on one event loop. */
final class ProbeFixture implements AutoCloseable {
  static final InstanceId ID = new InstanceId("i-1");
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Probes probes;
  private final BlockingQueue<ProbeResult> results = new LinkedBlockingQueue<>();

  ProbeFixture() {
    this(new ProbeBounds(100, 10_000, 100));
  }

  ProbeFixture(ProbeBounds bounds) {
    Bootstrap connector = new Bootstrap().group(group).channel(NioSocketChannel.class);
    probes = new Probes(connector, bounds, new ProbeMeters(registry), InstantSource.system());
  }

  SimpleMeterRegistry registry() {
    return registry;
  }

  Prober.Probed open(BackendAddress address) {
    return probes.open(address, ID, (plan, result) -> results.add(result));
  }

  /** Probes once. */
  ProbeResult probe(BackendAddress address, CheckSpec check, Duration timeout)
      throws InterruptedException {
    Prober.Probed probed = open(address);
    probed.plan(once(check, timeout));
    ProbeResult result = next();
    probed.close();
    return result;
  }

  ProbeResult probe(BackendAddress address, CheckSpec check) throws InterruptedException {
    return probe(address, check, DEADLINE);
  }

  /** The next result that is reported. */
  ProbeResult next() throws InterruptedException {
    ProbeResult result = results.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    if (result == null) {
      throw new AssertionError("no result was reported");
    }
    return result;
  }

  static ProbePlan once(CheckSpec check, Duration timeout) {
    return new ProbePlan(
        check, timeout, Duration.ZERO, Purpose.ROUTINE, false, Duration.ofSeconds(1));
  }

  /** Again and again, a pass being no news. */
  static ProbePlan repeated(CheckSpec check, Duration interval) {
    return new ProbePlan(check, DEADLINE, Duration.ZERO, Purpose.ROUTINE, true, interval);
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10_000);
  }
}

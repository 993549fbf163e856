package io.bellhop.health.probe;

import io.bellhop.health.record.ProbeMeters;
import io.bellhop.health.verdict.Prober;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.InstanceId;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Probes on event loops that others made: no thread of its own. Thread safe. */
public final class Probes implements Prober {
  private final List<ProbeLoop> loops = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();

  /**
   * Probes over connections like those of requests.
   *
   * @param connector with group, kind of channel and resolver
   */
  public Probes(Bootstrap connector, ProbeBounds bounds, ProbeMeters meters, InstantSource clock) {
    ProbeShared shared = new ProbeShared(bounds, meters, clock, new AtomicInteger());
    // The timeout of a probe includes the connect: Netty's own would cost a timer each.
    Bootstrap template = connector.clone().option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0);
    List<EventLoop> eventLoops = new ArrayList<>();
    connector.config().group().forEach(executor -> eventLoops.add((EventLoop) executor));
    for (EventLoop loop : eventLoops) {
      loops.add(new ProbeLoop(loop, template, shared, eventLoops.size()));
    }
  }

  @Override
  public Probed open(BackendAddress address, InstanceId id, Results results) {
    ProbeLoop loop = loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
    return new ProbeTask(loop, address, id, results);
  }
}

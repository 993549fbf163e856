package io.bellhop.health.probe;

import io.bellhop.health.record.ProbeMeters;
import io.bellhop.health.verdict.ProbePlan.Purpose;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The probes of one event loop: one timer for all of them, coarse, and off while nothing is
 * planned. Confined to the loop, but for {@link #eventLoop()}.
 */
final class ProbeLoop {
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /**
   * What is far off is looked at in rounds of this length: an idle core is woken once for many
   * probes, which costs more than the probes themselves.
   */
  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final long FAR_OFF_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Begun in one go at most, so that requests on the loop wait no longer than some ms for it. */
  private static final int BURST = 128;

  private final EventLoop loop;
  private final Bootstrap connector;
  private final ProbeShared shared;
  private final int maxRunning;
  private final Pace bootPace;
  private final PriorityQueue<Appointment> due = new PriorityQueue<>();
  private final Queue<Appointment> usual = new ArrayDeque<>();
  private final Queue<Appointment> boots = new ArrayDeque<>();
  private int running;
  private @Nullable ScheduledFuture<?> timer;
  private long timerNanos;

  ProbeLoop(EventLoop loop, Bootstrap connector, ProbeShared shared, int loops) {
    this.loop = loop;
    this.connector = connector.clone(loop);
    this.shared = shared;
    this.maxRunning = Math.max(1, shared.settings().maxConcurrentProbes() / loops);
    this.bootPace =
        new Pace((double) shared.settings().maxBootProbesPerSecond() / loops, System.nanoTime());
  }

  EventLoop eventLoop() {
    return loop;
  }

  Bootstrap connector() {
    return connector;
  }

  ProbeShared shared() {
    return shared;
  }

  /**
   * Has the task looked at after a time: at most a tick early, and seldom more than one late, or
   * one round late from a second on. What is due at once is looked at at once where nothing waits,
   * as requests may wait for it.
   */
  Appointment in(ProbeTask task, long delayNanos) {
    long now = System.nanoTime();
    long at = now + Math.max(0, delayNanos - TICK_NANOS);
    Appointment appointment =
        new Appointment(task, delayNanos < FAR_OFF_NANOS ? at : nextRound(at));
    due.add(appointment);
    boolean atOnce = delayNanos <= 0 && usual.isEmpty();
    wakeAt(atOnce ? now : Math.max(appointment.dueNanos(), now + TICK_NANOS / 2));
    return appointment;
  }

  private static long nextRound(long nanos) {
    return Math.floorDiv(nanos, ROUND_NANOS) * ROUND_NANOS + ROUND_NANOS;
  }

  /** A probe that {@link ProbeTask#begin} began is over. */
  void ended() {
    running--;
  }

  private void turn() {
    timer = null;
    long now = System.nanoTime();
    for (Appointment next = due.peek();
        next != null && next.dueNanos() - now <= 0;
        next = due.peek()) {
      due.remove();
      if (next.stands()) {
        arrived(next);
      }
    }
    begin(now);
    wakeForNext(now);
  }

  private void arrived(Appointment appointment) {
    if (appointment.task().running()) {
      appointment.task().expire();
    } else {
      boolean boot = appointment.task().purpose() == Purpose.BOOT;
      (boot ? boots : usual).add(appointment);
      meters().waiting(1);
    }
  }

  private void begin(long now) {
    int budget = BURST;
    while (budget > 0 && running < maxRunning && !boots.isEmpty() && bootPace.take(now)) {
      budget -= begin(boots.remove(), now);
    }
    while (budget > 0 && running < maxRunning && !usual.isEmpty()) {
      budget -= begin(usual.remove(), now);
    }
  }

  private int begin(Appointment appointment, long now) {
    meters().waiting(-1);
    if (!appointment.stands()) {
      return 0;
    }
    running++;
    meters().began(now - appointment.dueNanos());
    appointment.task().begin();
    return 1;
  }

  private void wakeForNext(long now) {
    Appointment next = due.peek();
    if (!usual.isEmpty() || !boots.isEmpty()) {
      wakeAt(now + TICK_NANOS);
    } else if (next != null) {
      wakeAt(Math.max(next.dueNanos(), now + TICK_NANOS));
    }
  }

  private void wakeAt(long nanos) {
    if (timer != null && timerNanos - nanos <= 0) {
      return;
    }
    if (timer != null) {
      timer.cancel(false);
    }
    timerNanos = nanos;
    timer = loop.schedule(this::turn, nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private ProbeMeters meters() {
    return shared.meters();
  }
}

package io.bellhop.health.probe;

import io.bellhop.health.verdict.ProbePlan;
import io.bellhop.health.verdict.ProbePlan.Purpose;
import io.bellhop.health.verdict.ProbeRecord;
import io.bellhop.health.verdict.ProbeResult;
import io.bellhop.health.verdict.Prober;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.InstanceId;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The probes of one instance.
 *
 * <pre>
 *           plan            due, and there is room
 *  resting ──────► planned ───────────────────────► running
 *     ▲              ▲                                 │
 *     │              │ passed, and that is no news     │
 *     │              └─────────────────────────────────┤
 *     └────────────── reported ────────────────────────┘
 * </pre>
 *
 * Confined to its loop, but for what the port's interface offers.
 */
final class ProbeTask implements Prober.Probed {
  private static final Logger LOG = LoggerFactory.getLogger(ProbeTask.class);
  private static final double JITTER = 0.1;

  private final ProbeLoop loop;
  private final BackendAddress address;
  private final InstanceId id;
  private final Prober.Results results;
  private @Nullable ProbePlan plan;
  private @Nullable Appointment appointment;
  private @Nullable ProbeRun run;
  private @Nullable HttpConnection kept;
  private boolean closed;
  private volatile @Nullable ProbeRecord last;

  ProbeTask(ProbeLoop loop, BackendAddress address, InstanceId id, Prober.Results results) {
    this.loop = loop;
    this.address = address;
    this.id = id;
    this.results = results;
  }

  @Override
  public void plan(ProbePlan next) {
    onLoop(() -> planned(next));
  }

  @Override
  public void rest() {
    onLoop(
        () -> {
          plan = null;
          if (run == null) {
            appointment = null;
            dropKept();
          }
        });
  }

  @Override
  public void close() {
    onLoop(this::closeNow);
  }

  @Override
  public Optional<ProbeRecord> last() {
    return Optional.ofNullable(last);
  }

  private void onLoop(Runnable action) {
    try {
      loop.eventLoop().execute(action);
    } catch (RejectedExecutionException e) {
      LOG.debug("Nothing is probed at {} any more: its loop has ended", address);
    }
  }

  private void planned(ProbePlan next) {
    if (closed) {
      return;
    }
    plan = next;
    if (run == null) {
      appointment = loop.in(this, next.delay().toNanos());
    } else if (next.purpose() == Purpose.SUSPICION) {
      // The one under way may hang for the same reason: it is given no longer than its successor.
      appointment = loop.in(this, next.timeout().toNanos());
    }
  }

  private void closeNow() {
    closed = true;
    plan = null;
    appointment = null;
    if (run != null) {
      ProbeRun dropped = run;
      run = null;
      loop.ended();
      loop.shared().meters().dropped();
      dropped.abandon();
    }
    dropKept();
  }

  BackendAddress address() {
    return address;
  }

  InstanceId id() {
    return id;
  }

  ProbeLoop loop() {
    return loop;
  }

  @Nullable Appointment appointment() {
    return appointment;
  }

  boolean running() {
    return run != null;
  }

  Purpose purpose() {
    return plan == null ? Purpose.ROUTINE : plan.purpose();
  }

  /** planned ⇒ running. */
  void begin() {
    ProbePlan now = plan;
    if (now == null) {
      throw new IllegalStateException("nothing is planned");
    }
    appointment = loop.in(this, now.timeout().toNanos());
    run = new ProbeRun(this, now);
    run.start();
  }

  /** The time of the probe under way is over. */
  void expire() {
    if (run != null) {
      run.expire();
    }
  }

  /** running ⇒ planned or resting; does nothing for a run that is not the present one. */
  void ended(ProbeRun of, ProbeResult result) {
    if (run != of) {
      return;
    }
    run = null;
    appointment = null;
    loop.ended();
    loop.shared().meters().ended(result.wireName(), of.elapsedNanos());
    last = new ProbeRecord(loop.shared().clock().instant(), result);
    if (plan == null) {
      return;
    }
    if (of.plan().equals(plan) && of.plan().repeat() && result instanceof ProbeResult.Passed) {
      appointment = loop.in(this, jittered(of.plan().interval().toNanos()));
    } else {
      results.probed(of.plan(), result);
    }
  }

  private static long jittered(long nanos) {
    double by = ThreadLocalRandom.current().nextDouble(1 - JITTER, 1 + JITTER);
    return (long) (nanos * by);
  }

  /** The connection kept from the last probe, if it is still open; it is not kept any more. */
  @Nullable HttpConnection takeKept() {
    HttpConnection taken = kept;
    kept = null;
    if (taken != null) {
      loop.shared().freePlace();
    }
    return taken;
  }

  /** Keeps a connection for the next probe, or closes it. */
  void keep(HttpConnection connection) {
    if (!closed && kept == null && loop.shared().takePlace()) {
      kept = connection;
    } else {
      connection.close();
    }
  }

  /** A connection ended while nothing was asked on it. */
  void lost(HttpConnection connection) {
    if (kept == connection) {
      takeKept();
    }
  }

  private void dropKept() {
    HttpConnection taken = takeKept();
    if (taken != null) {
      taken.close();
    }
  }
}

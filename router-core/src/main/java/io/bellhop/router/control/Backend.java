package io.bellhop.router.control;

import io.bellhop.model.BackendAddress;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.Instance;
import io.bellhop.model.health.CheckedInstance;
import io.bellhop.model.health.OutcomeSink;
import io.bellhop.router.hold.HoldQueue;
import io.bellhop.router.record.DeploymentSeries;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One instance as the data plane knows it. Lives as long as the instance, across views, so that its
 * load and its pooled connections outlast a change of traffic. Thread safe.
 */
public final class Backend {
  private final DeploymentTally tally;
  private final Instance instance;
  private final OutcomeSink outcomes;
  private final HoldQueue held;
  private final AppWatch watch;
  private final String addressText;
  private final long idHash;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final boolean once;
  private final AtomicInteger upgraded = new AtomicInteger();
  private final Circuit circuit = new Circuit();

  /** Null where nobody would start another in its place. */
  private final @Nullable Doubt doubt;

  private volatile boolean spent;
  private volatile boolean retired;
  private volatile @Nullable String stickyTag;
  private volatile @Nullable Ramp ramp;
  private volatile @Nullable PeakEwma ewma;
  private volatile @Nullable LatencyWindow latencies;

  /** Touched by the writer alone. */
  private boolean begun;

  private long begunNanos;

  Backend(
      DeploymentTally tally,
      CheckedInstance checked,
      HoldQueue held,
      AppWatch watch,
      @Nullable Doubt doubt) {
    this.tally = tally;
    this.instance = checked.instance();
    this.outcomes = checked.outcomes();
    this.once = checked.once();
    this.held = held;
    this.watch = watch;
    this.doubt = doubt;
    this.addressText = instance.address().toString();
    this.idHash = StableHash.of(instance.id().value());
  }

  /** The deployment it is an instance of. */
  public DeploymentName deployment() {
    return tally.name();
  }

  /** A hash of its instance's id: the same on every router. */
  public long idHash() {
    return idHash;
  }

  /** Where it listens. */
  public BackendAddress address() {
    return instance.address();
  }

  /** {@link #address()} as text, made once. */
  public String addressText() {
    return addressText;
  }

  /** What is measured of its deployment. */
  public DeploymentSeries series() {
    return tally.series();
  }

  /** What a rollout is told of its deployment. */
  public DeploymentTally tally() {
    return tally;
  }

  /** Where to tell what comes of its requests. */
  public OutcomeSink outcomes() {
    return outcomes;
  }

  /**
   * What a sticky cookie calls it, made when it is first asked for.
   *
   * @param make of what tells its instance, and this life of it, from all others of its app; always
   *     the same of the same
   */
  public String stickyTag(UnaryOperator<String> make) {
    String tag = stickyTag;
    if (tag == null) {
      String life = "%s/%s/%d".formatted(tally.name(), instance.id(), instance.generation());
      tag = make.apply(life);
      stickyTag = tag;
    }
    return tag;
  }

  // Load.

  /** Requests and tunnels that this router has under way on it. */
  public int inFlight() {
    return inFlight.get();
  }

  /**
   * Counts a request that begins here, unless there are as many already; each that was counted is
   * matched by one {@link #requestEnded}.
   */
  public boolean tryRequestStarted(int limit) {
    if ((once && !tryOnce()) || (doubt != null && !doubt.mayTry())) {
      return false;
    }
    int now;
    do {
      now = inFlight.get();
      if (now >= limit) {
        return false;
      }
    } while (!inFlight.compareAndSet(now, now + 1));
    return true;
  }

  /** Whether this is the one request that it takes, if it takes any. */
  private boolean tryOnce() {
    boolean granted = !spent && outcomes.tryLease();
    // Also where it was refused: whoever picks has to see that it takes none.
    spent = true;
    return granted;
  }

  /**
   * Counts a request that ended, and hands its place to the one that has been held longest.
   *
   * @param startedNanos when it arrived at the router
   */
  public void requestEnded(long startedNanos) {
    if (retired) {
      // Before the count falls: whoever sees it at zero is to read how it came to that.
      tally.drained(startedNanos);
    }
    // The writer sets retired and then looks at the count; here it is the other way round. So one
    // of the two sees that the drain is over.
    if (inFlight.decrementAndGet() == 0 && retired) {
      watch.changed();
    }
    held.roomMade();
    if (once) {
      outcomes.released();
    }
  }

  /** A request that is counted already became a tunnel; {@link #upgradeEnded()} must follow. */
  public void upgradeBegan() {
    upgraded.incrementAndGet();
  }

  /** A tunnel ends; its request is told to have ended right after that. */
  public void upgradeEnded() {
    upgraded.decrementAndGet();
  }

  /** Tunnels among {@link #inFlight()}. */
  int upgraded() {
    return upgraded.get();
  }

  /** A connect to it begins; {@link #connectEnded} must follow exactly once. */
  public void connectBegan(int bound) {
    if (circuit.connectBegan(bound)) {
      tally.series().circuitOpened();
    }
  }

  /** A connect to it ended, well or not. */
  public void connectEnded(int bound) {
    if (circuit.connectEnded(bound)) {
      held.roomMade();
    }
  }

  /** Whether it is given no requests: too many connects to it are under way, or it had its one. */
  public boolean circuitOpen() {
    return spent || circuit.isOpen();
  }

  /** It could not be connected to; where agents start it, requests wait for it or for another. */
  public void unreached() {
    if (doubt != null) {
      doubt.raise();
    }
  }

  /** It accepted a connection. */
  public void reached() {
    if (doubt != null) {
      doubt.dispel();
    }
  }

  /** Whether agents start another in its place. */
  public boolean isReplaced() {
    return doubt != null;
  }

  /** Whether it could not be connected to of late, and agents start another in its place. */
  public boolean doubted() {
    return doubt != null && doubt.stands();
  }

  /** Whether it is given no requests for now, whatever room it has. */
  public boolean passedOver() {
    return circuitOpen() || (doubt != null && doubt.refuses());
  }

  // Latency.

  /** It began to answer a request. */
  public void answered(long latencyNanos, long nowNanos) {
    reached();
    LatencyWindow window = latencies;
    if (window == null) {
      // Another loop may do the same at this moment: one observation is lost then.
      window = new LatencyWindow();
      latencies = window;
    }
    window.observe(latencyNanos, nowNanos);
    PeakEwma average = ewma;
    if (average != null) {
      average.observe(latencyNanos, nowNanos);
    }
  }

  /** The latency that so large a part of its recent answers stayed below, if there were any. */
  public Optional<Duration> latency(double part, long nowNanos) {
    LatencyWindow window = latencies;
    return window == null ? Optional.empty() : window.quantile(part, nowNanos);
  }

  /** Its recent latency in microseconds; 0 where none is known or its app does not go by it. */
  public double recentMicros(long nowNanos) {
    PeakEwma average = ewma;
    return average == null ? 0 : average.micros(nowNanos);
  }

  void keepRecentLatency(boolean wanted) {
    if (!wanted) {
      ewma = null;
    } else if (ewma == null) {
      ewma = new PeakEwma();
    }
  }

  // Slow start.

  /** The part that it gets of what an instance of its deployment gets in full. */
  public double share() {
    Ramp present = ramp;
    return present == null ? 1 : present.share();
  }

  boolean begun() {
    return begun;
  }

  /** It takes requests from now on. */
  void begin(ControlTimer timer, @Nullable Ramp slowly) {
    begun = true;
    begunNanos = timer.nanoTime();
    ramp = slowly;
  }

  /** It was found unfit: when it comes back, it begins anew. */
  void away() {
    begun = false;
    ramp = null;
  }

  boolean servedFor(ControlTimer timer, Duration time) {
    return begun && timer.nanoTime() - begunNanos >= time.toNanos();
  }

  @Nullable Ramp ramp() {
    return ramp;
  }

  /** Whether it has not yet its full share; a ramp that is over, or not wanted, is let go. */
  boolean starting(Duration window) {
    Ramp present = ramp;
    boolean on = present != null && !window.isZero() && !present.over();
    if (!on) {
      ramp = null;
    }
    return on;
  }

  /** Whether it takes one request in its life. */
  public boolean once() {
    return once;
  }

  /** What its instance is called. */
  public String instanceId() {
    return instance.id().value();
  }

  /** Whether it takes no new requests: its connections are closed, not pooled. */
  public boolean retired() {
    return retired;
  }

  void retired(boolean value) {
    retired = value;
  }

  boolean isLifeOf(Instance other) {
    return instance.generation() == other.generation()
        && instance.address().equals(other.address());
  }

  @Override
  public String toString() {
    return deployment() + "@" + addressText;
  }
}

package io.bellhop.health.verdict;

import io.bellhop.model.DeploymentName;
import io.bellhop.model.Instance;
import io.bellhop.model.InstanceState;
import io.bellhop.model.health.Health;
import io.bellhop.model.health.HealthState;
import java.time.Instant;

/**
 * One life of an instance, and all that is known of it. Lasts through changes of the table and of
 * specs. Guarded by the checker's lock, but for the ledger.
 */
public final class Target {
  private final AppState app;
  private final DeploymentName deployment;
  private final RequestLedger ledger;
  private final Prober.Probed probes;
  private final Stall stall;
  private final long knownSinceNanos;
  private Instance instance;
  private Standing standing = new Standing.Unknown("not probed yet");
  private Instant since;
  private EjectionHistory ejections = EjectionHistory.NONE;
  private boolean absent;
  private boolean tried;
  private boolean suspected;
  private boolean ejectedAsStalled;
  private boolean closed;

  Target(AppState app, DeploymentName deployment, Instance instance, Surroundings around) {
    this.app = app;
    this.deployment = deployment;
    this.instance = instance;
    this.knownSinceNanos = around.time().now();
    this.since = around.time().wall().instant();
    this.stall = new Stall(knownSinceNanos, around.stallAfter().toNanos());
    this.ledger =
        new RequestLedger(
            reason -> around.findings().accept(new Finding.Accusation(this, reason)),
            () -> around.watch().accept(this));
    this.probes =
        around
            .prober()
            .open(
                instance.address(),
                instance.id(),
                (plan, result) -> around.findings().accept(new Finding.Probe(this, plan, result)));
  }

  /** The app it is of. */
  public AppState app() {
    return app;
  }

  /** The deployment it is of. */
  public DeploymentName deployment() {
    return deployment;
  }

  /** What was last discovered of it. */
  public Instance instance() {
    return instance;
  }

  /** Its state. */
  public HealthState state() {
    return standing.state();
  }

  Standing standing() {
    return standing;
  }

  Instant since() {
    return since;
  }

  RequestLedger ledger() {
    return ledger;
  }

  Prober.Probed probes() {
    return probes;
  }

  Stall stall() {
    return stall;
  }

  long knownSinceNanos() {
    return knownSinceNanos;
  }

  EjectionHistory ejections() {
    return ejections;
  }

  boolean absent() {
    return absent;
  }

  /** Whether a probe of it ever ended. */
  boolean tried() {
    return tried;
  }

  /** Whether it is probed at all: what drains is left alone. */
  boolean probed() {
    return instance.state() != InstanceState.DRAINING;
  }

  boolean suspected() {
    return suspected;
  }

  /** Whether only a sign of life may end its ejection. */
  boolean ejectedAsStalled() {
    return ejectedAsStalled;
  }

  /** Whether it is forgotten. */
  public boolean closed() {
    return closed;
  }

  /** Whether it could be given requests, its health aside. */
  boolean ready() {
    return instance.state() == InstanceState.READY;
  }

  boolean isLifeOf(Instance other) {
    return instance.generation() == other.generation()
        && instance.address().equals(other.address());
  }

  Health health(Need need) {
    if (need.noneServes() && vouchedFor()) {
      return new Health(state(), "not probed yet, but its agent saw it listen", absent, true);
    }
    boolean serves = state() == HealthState.HEALTHY || (need.panicking() && mayServeInPanic());
    return new Health(state(), standing.reason(), absent, serves);
  }

  /** Its agent did a moment ago what the first probe is about to do, and requests wait for that. */
  private boolean vouchedFor() {
    return !tried && !absent && ready() && app.gatedByAgent(deployment);
  }

  private boolean mayServeInPanic() {
    return ready() && standing.wasUp() && state() != HealthState.WRONG_PEER;
  }

  void stands(Standing next, Instant now) {
    if (next.state() != standing.state()) {
      since = now;
    }
    standing = next;
  }

  void listed(Instance now) {
    instance = now;
    absent = false;
  }

  void vanished() {
    absent = true;
  }

  void markTried() {
    tried = true;
  }

  void suspect(boolean value) {
    suspected = value;
  }

  void ejected(EjectionHistory history, boolean asStalled) {
    ejections = history;
    ejectedAsStalled = asStalled;
  }

  void close() {
    closed = true;
    probes.close();
  }

  @Override
  public String toString() {
    return "instance %s (%s) of %s, deployment %s"
        .formatted(instance.id(), instance.address(), app.name(), deployment);
  }
}

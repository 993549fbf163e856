package io.bellhop.load.rollout;

import io.bellhop.load.stack.RouterProcess;
import io.bellhop.load.stack.TreeWriter;
import io.bellhop.load.stack.Waiting;
import io.bellhop.load.traffic.Downtime;
import io.bellhop.load.traffic.InstanceSetProcess;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A rollout whose owner is killed in one phase, which is made to last until then. */
final class KilledIn implements Driver.Course {
  private static final Duration PHASE_LIMIT = Duration.ofSeconds(60);
  private static final Duration FROZEN = Duration.ofSeconds(1);

  /** When the owner is killed. */
  enum Moment {
    /** No instance is registered until the owner is dead. */
    LAUNCH,
    /** The instances fail their checks until the owner is dead. */
    VERIFY,
    /** The instances take few connections until the owner is dead. */
    WARM,
    /** As soon as the switch is written. */
    SWITCH,
    /** Another router is frozen before it can acknowledge, until the owner is dead. */
    ACKNOWLEDGE,
    /** While downloads go on. */
    DRAIN,
    /** While the old set is kept. */
    KEEP,
    /** When the time for which the old set is kept is over. */
    STOP;

    String phase() {
      return switch (this) {
        case SWITCH -> "acknowledge";
        case STOP -> "keep";
        default -> name().toLowerCase(Locale.ROOT);
      };
    }
  }

  private final Moment moment;
  private final RouterProcess owner;
  private final RouterProcess other;
  private final RolloutWatch watch;
  private final TreeWriter tree;
  private long killedNanos;
  private String foundIn = "";

  KilledIn(
      Moment moment,
      RouterProcess owner,
      RouterProcess other,
      RolloutWatch watch,
      TreeWriter tree) {
    this.moment = moment;
    this.owner = owner;
    this.other = other;
    this.watch = watch;
    this.tree = tree;
  }

  @Override
  public void begin(InstanceSetProcess target) {
    target.up(moment != Moment.VERIFY);
    switch (moment) {
      case LAUNCH -> {}
      case WARM, ACKNOWLEDGE -> target.openHeld();
      default -> target.open();
    }
    if (moment != Moment.LAUNCH) {
      register(target);
    }
  }

  private void register(InstanceSetProcess target) {
    tree.register(Cluster.APP, target.name(), target.addresses());
  }

  @Override
  public void during(long number, InstanceSetProcess target) {
    if (moment == Moment.ACKNOWLEDGE) {
      await(number, "warm");
      other.freeze();
      target.release();
    }
    await(number, moment.phase());
    if (moment == Moment.STOP) {
      Waiting.pause(Duration.ofMillis(watch.deadlineMillis() - System.currentTimeMillis()));
    }
    killedNanos = System.nanoTime();
    owner.kill();
    foundIn = watch.phase();
    letGoOn(target);
  }

  private void await(long number, String phase) {
    watch.await(number, "is in " + phase, PHASE_LIMIT, seen -> seen.isInOrAfter(phase));
  }

  private void letGoOn(InstanceSetProcess target) {
    switch (moment) {
      case LAUNCH -> {
        target.open();
        register(target);
      }
      case VERIFY -> target.up(true);
      case WARM -> target.release();
      case ACKNOWLEDGE -> {
        Waiting.pause(FROZEN);
        other.thaw();
      }
      default -> {}
    }
  }

  @Override
  public void end(InstanceSetProcess left) {
    tree.unregister(Cluster.APP, left.name(), left.addresses().size());
  }

  /** Starts the owner again; for how long it was away. */
  Downtime revive() {
    owner.restart();
    return new Downtime(owner.name(), killedNanos, System.nanoTime());
  }

  /** The phase that the log showed once the owner was dead. */
  String foundIn() {
    return foundIn;
  }

  /** Its options: short, but for what has to last. */
  String optionsJson() {
    return ",\"instances\":%d,\"keepPreviousMillis\":%d,\"deadlines\":{\"warmMillis\":%d}"
        .formatted(
            Cluster.INSTANCES,
            moment == Moment.KEEP ? 15_000 : 2_000,
            moment == Moment.ACKNOWLEDGE ? 1_500 : 10_000);
  }

  /** All of them. */
  static List<Moment> moments() {
    return List.of(Moment.values());
  }
}

package io.bellhop.load.rollout;

import io.bellhop.load.stack.LoadTestException;
import io.bellhop.load.stack.RouterProcess;
import io.bellhop.load.stack.Waiting;
import io.bellhop.load.traffic.InstanceSetProcess;
import java.time.Duration;

/**
 * Rolls the app from one set of instances to the other, and back, each time to instances that are
 * new. For one thread.
 */
final class Driver {
  private static final Duration ASK_LIMIT = Duration.ofSeconds(60);
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Duration REST = Duration.ofMillis(300);

  private final Cluster cluster;
  private final RolloutWatch watch;
  private final boolean patient;
  private InstanceSetProcess serving;
  private InstanceSetProcess target;
  private int turn;

  /**
   * For a cluster whose first set serves.
   *
   * @param patient whether a router that refuses is asked again, as it may have been killed
   */
  Driver(Cluster cluster, RolloutWatch watch, boolean patient) {
    this.cluster = cluster;
    this.watch = watch;
    this.patient = patient;
    this.serving = cluster.sets().get(0);
    this.target = cluster.sets().get(1);
  }

  /** What is done in the course of a rollout. */
  interface Course {
    /** Before it is asked for. */
    void begin(InstanceSetProcess target);

    /** While it goes on; it need not have ended when this returns. */
    void during(long number, InstanceSetProcess target);

    /** Once it has ended, to those instances that take no traffic any more. */
    void end(InstanceSetProcess left);
  }

  /**
   * Rolls once; returns when the instances that were left are gone.
   *
   * @param optionsJson see {@link io.bellhop.load.stack.AdminApi#startRollout}
   */
  Drain roll(String optionsJson, Course course) {
    course.begin(target);
    long transactionsBefore = patient ? 0 : cluster.zookeeper().lastTransaction();
    long number = ask(optionsJson);
    course.during(number, target);
    Timeline drained =
        watch.await(
            number, "is drained", LIMIT, seen -> seen.drainedAtMillis() > 0 || seen.hasEnded());
    if (drained.drainedAtMillis() > 0) {
      serving.drained();
    }
    Timeline ended = watch.await(number, "has ended", LIMIT, Timeline::hasEnded);
    Waiting.pause(REST);
    long writes = patient ? 0 : cluster.zookeeper().lastTransaction() - transactionsBefore;
    return left(ended, writes, course);
  }

  private Drain left(Timeline ended, long writes, Course course) {
    boolean switched = ended.outcome().equals("completed");
    InstanceSetProcess left = switched ? serving : target;
    long late = serving.counts().late();
    course.end(left);
    left.closeInstances();
    Drain drain = Drain.of(ended, serving.name(), watch, new Drain.Counted(late, writes));
    if (switched) {
      target = serving;
      serving = left == cluster.sets().get(0) ? cluster.sets().get(1) : cluster.sets().get(0);
    }
    return drain;
  }

  private long ask(String optionsJson) {
    long before = watch.lastNumber();
    Waiting.until("a router takes a rollout", ASK_LIMIT, () -> asked(optionsJson, before));
    return watch.awaitNumberAfter(before, ASK_LIMIT);
  }

  private boolean asked(String optionsJson, long before) {
    RouterProcess router = cluster.routers().get(turn++ % cluster.routers().size());
    try {
      router.admin().startRollout(Cluster.APP, target.name(), optionsJson);
      return true;
    } catch (LoadTestException e) {
      if (!patient) {
        throw e;
      }
      // The answer may have been lost after it was written.
      return watch.lastNumber() > before;
    }
  }
}

package io.bellhop.health.verdict;

import io.bellhop.model.BackendAddress;
import io.bellhop.model.InstanceId;
import java.util.Optional;

/** Port: probes instances. Thread safe; never blocks, never calls back from within a call. */
public interface Prober {

  /**
   * Prepares to probe an instance; nothing happens before it is given a plan.
   *
   * @param results told of each result, from any thread; of a repeated pass it is not
   */
  Probed open(BackendAddress address, InstanceId id, Results results);

  /** Told what probes came to. */
  interface Results {
    /** The planned probe ended. */
    void probed(ProbePlan plan, ProbeResult result);
  }

  /** The probes of one instance: one at a time. */
  interface Probed {
    /** Replaces what was planned; a probe under way ends first and its result still counts. */
    void plan(ProbePlan plan);

    /** Plans nothing; the result of a probe under way is dropped. */
    void rest();

    /** Ends all probing, and closes what is kept open. */
    void close();

    /** The last probe that ended; empty before the first. */
    Optional<ProbeRecord> last();
  }
}

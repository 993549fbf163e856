package io.bellhop.agent;

import io.bellhop.agent.meter.AgentMeters;
import io.bellhop.model.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the store changed on threads that may block, of one thing in the order of the calls. Thread
 * safe.
 */
final class StoreWork {
  private static final Logger LOG = LoggerFactory.getLogger(StoreWork.class);

  /** A change of the store. */
  interface Call {
    void run() throws StoreException;
  }

  private final Workers workers;
  private final AgentMeters meters;

  StoreWork(Workers workers, AgentMeters meters) {
    this.workers = workers;
    this.meters = meters;
  }

  /** A change of which nobody has to know whether it was made. */
  void change(Object of, Call call) {
    change(of, call, () -> {});
  }

  /**
   * A change.
   *
   * @param of what keeps its order: a deployment, as its crash loop says who may claim, or a run
   * @param onFailure called where it was not made, or nobody knows
   */
  void change(Object of, Call call, Runnable onFailure) {
    boolean accepted = workers.store(of, () -> run(call, onFailure));
    if (!accepted) {
      failed(onFailure);
    }
  }

  private void run(Call call, Runnable onFailure) {
    try {
      call.run();
    } catch (StoreException e) {
      LOG.warn("{}", e.getMessage());
      failed(onFailure);
    } catch (RuntimeException e) {
      LOG.error("the agent met a defect of its own and goes on: report it", e);
      failed(onFailure);
    }
  }

  private void failed(Runnable onFailure) {
    meters.storeFailed();
    onFailure.run();
  }
}

package io.bellhop.agent;

import io.bellhop.agent.meter.UsageJournal;
import io.bellhop.agent.runtime.InstanceRuntime;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.agent.runtime.RuntimeId;
import io.bellhop.agent.runtime.RuntimeListener;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps a part of an agent in step with what its runtime runs: by what the runtime tells, and by a
 * list of all, which is never read twice at once.
 */
final class RuntimeWatch implements RuntimeListener {
  private static final long LIST_MILLIS = 10_000;
  private static final long LIST_AGAIN_MILLIS = 1_000;

  /** Takes what is seen. */
  interface Observer {
    /** A list is about to be read; called by the thread that decides, before {@link #listed}. */
    void listing();

    /** The list was read; called by a thread that may block, before {@link #observed}. */
    void listed(List<Observed> all);

    /** The list was read; called by the thread that decides. */
    void observed(List<Observed> all);

    /** One of them ended; called by a thread that may block. */
    void ended(RuntimeId id);

    /** The list could not be read. */
    void failed(RuntimeFailure failure);
  }

  private final InstanceRuntime runtime;
  private final UsageJournal journal;
  private final Workers workers;
  private final DecisionThread thread;
  private final Observer observer;
  private final AtomicBoolean listing = new AtomicBoolean();
  // For the thread that decides.
  private boolean listed;

  RuntimeWatch(
      InstanceRuntime runtime,
      UsageJournal journal,
      Workers workers,
      DecisionThread thread,
      Observer observer) {
    this.runtime = runtime;
    this.journal = journal;
    this.workers = workers;
    this.thread = thread;
    this.observer = observer;
  }

  void start() {
    runtime.watch(this);
    list();
    thread.every(LIST_MILLIS, this::list);
    thread.every(LIST_AGAIN_MILLIS, this::listUntilItWorks);
  }

  private void listUntilItWorks() {
    if (!listed) {
      list();
    }
  }

  private void list() {
    if (listing.compareAndSet(false, true)) {
      thread.submit(this::begin);
    }
  }

  private void begin() {
    observer.listing();
    if (!workers.runtime(this::read)) {
      listing.set(false);
    }
  }

  private void read() {
    try {
      List<Observed> all = runtime.list();
      observer.listed(all);
      thread.submit(() -> observed(all));
    } catch (RuntimeFailure e) {
      observer.failed(e);
    } finally {
      listing.set(false);
    }
  }

  private void observed(List<Observed> all) {
    if (!listed) {
      journal.reconcile(all);
    }
    listed = true;
    observer.observed(all);
  }

  @Override
  public void ended(RuntimeId id) {
    workers.runtime(() -> observer.ended(id));
  }

  @Override
  public void unwatched() {
    thread.submit(this::list);
  }
}

package io.bellhop.router.pick;

import io.bellhop.model.wake.WakeTrouble;
import io.bellhop.router.control.Backend;

/** What picking a backend came to. */
public sealed interface Pick {
  /** The one of its kind. */
  Pick SATURATED = new Saturated();

  /** A backend, with the request counted on it until {@link #release()}. Not thread safe. */
  final class Lease implements Pick {
    private final Backend backend;
    private final long startedNanos;
    private boolean released;

    /** A lease on a backend that has counted the request already. */
    Lease(Backend backend, long startedNanos) {
      this.backend = backend;
      this.startedNanos = startedNanos;
    }

    /** Where the request is to go. */
    public Backend backend() {
      return backend;
    }

    /** Ends the request's share of the backend's load; further calls do nothing. */
    public void release() {
      if (!released) {
        released = true;
        backend.requestEnded(startedNanos);
      }
    }
  }

  /** No deployment takes traffic. */
  record NoDeployment() implements Pick {
    static final NoDeployment INSTANCE = new NoDeployment();
  }

  /** A deployment takes traffic, but none of its instances takes requests. */
  record NoInstances() implements Pick {
    static final NoInstances INSTANCE = new NoInstances();
  }

  /** The request names a deployment that takes no traffic. */
  record UnknownDeployment() implements Pick {
    static final UnknownDeployment INSTANCE = new UnknownDeployment();
  }

  /**
   * The deployment that the request names has no instance that takes requests, or none has room.
   */
  record DeploymentUnavailable() implements Pick {
    static final DeploymentUnavailable INSTANCE = new DeploymentUnavailable();
  }

  /** The app is paused: who is to be given to is decided once it resumes. */
  record Paused() implements Pick {
    static final Paused INSTANCE = new Paused();
  }

  /** The app sleeps, or has no instance that is there at all: one is waited for. */
  record Waking() implements Pick {
    static final Waking INSTANCE = new Waking();
  }

  /** There is none, and none will come up. */
  record Unwakeable(WakeTrouble trouble) implements Pick {}

  /** The app was stopped. */
  record Closed() implements Pick {
    static final Closed INSTANCE = new Closed();
  }

  /** Instances take requests, but each has as many as it may have now. */
  record Saturated() implements Pick {}
}

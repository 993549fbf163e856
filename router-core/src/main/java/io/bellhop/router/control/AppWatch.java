package io.bellhop.router.control;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is to be told that an app's report changed, if anybody. Thread safe. */
final class AppWatch {
  private static final Logger LOG = LoggerFactory.getLogger(AppWatch.class);
  static final Runnable NOBODY = () -> {};

  private volatile Runnable onChange = NOBODY;

  /** Replaces who is told. */
  void tell(Runnable whom) {
    onChange = whom;
  }

  /** The report changed, or may have. Costs a volatile read if nobody watches. */
  void changed() {
    try {
      onChange.run();
    } catch (RuntimeException e) {
      // Requests end on this thread: what is wrong with a watcher must not be theirs.
      LOG.warn("A change of an app's data plane could not be told; the watcher must not fail", e);
    }
  }
}

package io.bellhop.router.pick;

import io.bellhop.router.control.Backend;

/** How busy a backend is, to be compared with others. */
enum Load {
  /** By its requests under way, against the share it is to have. */
  IN_FLIGHT {
    @Override
    double of(Backend backend, int inFlight, double share) {
      return inFlight / share;
    }
  },

  /**
   * By the work that lies before it: requests under way times how long it takes for one, after the
   * "Peak EWMA" balancer of Twitter's Finagle.
   */
  PEAK_EWMA {
    @Override
    double of(Backend backend, int inFlight, double share) {
      double micros = backend.recentMicros(System.nanoTime());
      // One that has requests and never answered yet may be anything: it is tried with one first.
      return micros == 0 && inFlight > 0
          ? UNKNOWN_MICROS + inFlight
          : micros * (inFlight / share + 1);
    }
  };

  private static final double UNKNOWN_MICROS = 1e12;

  abstract double of(Backend backend, int inFlight, double share);
}

package io.bellhop.router.pick;

import io.bellhop.model.AppLimits;
import io.bellhop.router.control.Backend;

/** How welcome a request is at a backend; less is better. */
final class Room {
  /** It has room to spare. */
  static final int FREE = 0;

  /** It has as many requests as it should: it is given more only while no other has room. */
  static final int BUSY = 1;

  /** The request has failed there before. */
  static final int AVOIDED = 2;

  /** It can have no request now. */
  static final int NONE = 3;

  private Room() {}

  static int at(Backend backend, int inFlight, AppLimits limits, PickRequest request) {
    if (inFlight >= limits.maxInFlightPerBackend() || backend.passedOver()) {
      return NONE;
    }
    if (request.avoids(backend)) {
      return AVOIDED;
    }
    return inFlight < limits.softInFlightPerBackend() ? FREE : BUSY;
  }
}

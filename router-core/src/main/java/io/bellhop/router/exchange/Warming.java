package io.bellhop.router.exchange;

import io.bellhop.router.control.AppView;
import io.bellhop.router.control.Backend;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Opens connections to backends ahead of their first requests, a few at a time. Confined to the
 * event loop.
 */
final class Warming {
  /** Enough for requests that come together, few enough not to be a burden to a small backend. */
  private static final int CONNECTIONS_PER_BACKEND = 2;

  private static final int AT_ONCE = 8;

  private final BackendPools pools;
  private final AppView view;
  private final CompletableFuture<Void> done;
  private final Iterator<Backend> left;
  private int underWay;

  Warming(BackendPools pools, AppView view, List<Backend> backends, CompletableFuture<Void> done) {
    this.pools = pools;
    this.view = view;
    this.done = done;
    // One each first: so that the time, if it is short, does for as many backends as it can.
    this.left =
        Stream.generate(() -> backends)
            .limit(CONNECTIONS_PER_BACKEND)
            .flatMap(List::stream)
            .iterator();
  }

  /** Opens as many as may be under way, and ends where none is left. */
  void proceed() {
    while (underWay < AT_ONCE && left.hasNext() && !done.isDone()) {
      open(left.next());
    }
    if (underWay == 0) {
      done.complete(null);
    }
  }

  private void open(Backend backend) {
    if (!backend.retired() && pools.of(backend).warm(view, CONNECTIONS_PER_BACKEND, this::ended)) {
      underWay++;
    }
  }

  private void ended() {
    underWay--;
    proceed();
  }
}

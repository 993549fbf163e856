package io.bellhop.router.exchange;

import io.bellhop.model.plane.CutRequest;
import io.bellhop.router.control.Backend;
import io.bellhop.router.settings.RouterSettings;
import io.netty.bootstrap.Bootstrap;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The pools of one event loop, one for each backend that it has connections to. */
final class BackendPools {
  private final Map<Backend, BackendPool> pools = new HashMap<>();
  private final Bootstrap connector;
  private final DeadlineWheel wheel;
  private final RouterSettings settings;

  BackendPools(Bootstrap connector, DeadlineWheel wheel, RouterSettings settings) {
    this.connector = connector;
    this.wheel = wheel;
    this.settings = settings;
  }

  BackendPool of(Backend backend) {
    BackendPool pool = pools.get(backend);
    if (pool == null) {
      pool = new BackendPool(backend, this);
      pools.put(backend, pool);
    }
    return pool;
  }

  void retire(Backend backend, Duration tunnelDrain) {
    BackendPool pool = pools.get(backend);
    if (pool != null) {
      pool.retire(tunnelDrain);
    }
  }

  void failing(Backend backend) {
    BackendPool pool = pools.get(backend);
    if (pool != null) {
      pool.failing();
    }
  }

  void asleep(Backend backend) {
    BackendPool pool = pools.get(backend);
    if (pool != null) {
      pool.asleep();
    }
  }

  /** Ends what is under way to a backend; what that was. */
  List<CutRequest> cut(Backend backend) {
    BackendPool pool = pools.get(backend);
    return pool == null ? List.of() : pool.cut();
  }

  /** Forgets a pool without connections, lest those of backends long gone pile up. */
  void forget(BackendPool empty) {
    pools.remove(empty.backend(), empty);
  }

  void close() {
    List.copyOf(pools.values()).forEach(BackendPool::close);
  }

  Bootstrap connector() {
    return connector;
  }

  DeadlineWheel wheel() {
    return wheel;
  }

  RouterSettings settings() {
    return settings;
  }
}

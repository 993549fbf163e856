package io.bellhop.router.exchange;

import io.bellhop.model.plane.CutRequest;
import io.bellhop.router.control.Backend;
import io.bellhop.router.settings.RouterSettings;
import io.netty.bootstrap.Bootstrap;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    present(backend).ifPresent(pool -> pool.retire(tunnelDrain));
  }

  void failing(Backend backend) {
    present(backend).ifPresent(BackendPool::failing);
  }

  void asleep(Backend backend) {
    present(backend).ifPresent(BackendPool::asleep);
  }

  /** Ends what is under way to a backend; what that was. */
  List<CutRequest> cut(Backend backend) {
    return present(backend).map(BackendPool::cut).orElse(List.of());
  }

  private Optional<BackendPool> present(Backend backend) {
    return Optional.ofNullable(pools.get(backend));
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

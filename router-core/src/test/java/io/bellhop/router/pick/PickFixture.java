package io.bellhop.router.pick;

import io.bellhop.model.AppLimits;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.BalanceSpec;
import io.bellhop.model.BalanceStrategy;
import io.bellhop.model.HashKey;
import io.bellhop.model.Instance;
import io.bellhop.model.health.CheckedApp;
import io.bellhop.router.control.AppView;
import io.bellhop.router.control.Backend;
import io.bellhop.router.control.Control;
import io.bellhop.router.testing.Controls;
import io.bellhop.router.testing.ManualTimer;
import io.bellhop.router.testing.TestApp;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** An app's views and picks from them, by a seeded source of randomness and a manual clock. */
final class PickFixture {
  static final PickRequest ANY = new TestRequest(Set.of(), null);

  final ManualTimer timer = new ManualTimer();
  final Control control = Controls.telling((backend, drain) -> {}, timer);
  final Picker picker = new Picker(new SplittableRandom(42));
  private final BalanceStrategy strategy;
  private Duration slowStart = Duration.ZERO;
  private AppLimits limits = AppLimits.DEFAULT;

  PickFixture(BalanceStrategy strategy) {
    this.strategy = strategy;
  }

  PickFixture slowStart(Duration value) {
    slowStart = value;
    return this;
  }

  PickFixture limits(int soft, int hard) {
    limits = AppLimits.DEFAULT.withBackendBounds(soft, hard, 10);
    return this;
  }

  /** An app that balances as set here. */
  TestApp app() {
    BalanceSpec balance = new BalanceSpec(strategy, new HashKey.ClientAddress(), slowStart);
    return TestApp.of().spec(spec -> spec.withBalance(balance).withLimits(limits));
  }

  /** One deployment with instances on ports from 1. */
  AppView view(int instances) {
    return publish(app().instances("v1", 1, instances(1, instances)));
  }

  AppView publish(TestApp app) {
    control.appChanged(CheckedApp.trusting(app.build()));
    return view();
  }

  AppView view() {
    return Objects.requireNonNull(control.table().find("a.test", "/")).view();
  }

  static List<Instance> instances(int first, int last) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(port -> Instance.ready(new BackendAddress("127.0.0.1", port)))
        .toList();
  }

  static PickRequest avoiding(Backend... backends) {
    return new TestRequest(Set.of(backends), null);
  }

  static PickRequest keyed(String text) {
    return new TestRequest(Set.of(), text);
  }

  Pick.Lease lease(PickRequest request) {
    return (Pick.Lease) picker.pick(view(), request);
  }

  /** How often each port is picked when every request ends before the next begins. */
  Map<Integer, Integer> oneAfterTheOther(int count) {
    Map<Integer, Integer> picked = new HashMap<>();
    for (int i = 0; i < count; i++) {
      Pick.Lease lease = lease(ANY);
      picked.merge(lease.backend().address().port(), 1, Integer::sum);
      lease.release();
    }
    return picked;
  }

  /** The backends of the first deployment, by port. */
  List<Backend> backends() {
    return view().serving().get(0).backends();
  }
}

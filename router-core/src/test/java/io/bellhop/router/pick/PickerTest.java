package io.bellhop.router.pick;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.BackendAddress;
import io.bellhop.model.Instance;
import io.bellhop.model.health.CheckedApp;
import io.bellhop.router.control.AppView;
import io.bellhop.router.control.Backend;
import io.bellhop.router.control.Control;
import io.bellhop.router.testing.Controls;
import io.bellhop.router.testing.TestApp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PickerTest {
  private static final int DRAWS = 10_000;

  private final Picker picker = new Picker(new SplittableRandom(42));

  private static AppView view(TestApp app) {
    Control control = Controls.plain();
    control.appChanged(CheckedApp.trusting(app.build()));
    return Objects.requireNonNull(control.table().find("a.test", "/")).view();
  }

  private static final PickRequest ANY = new TestRequest(Set.of(), null);

  private static PickRequest avoiding(Backend backend) {
    return new TestRequest(Set.of(backend), null);
  }

  private static TestApp app() {
    return TestApp.of();
  }

  private static List<Instance> instances(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(port -> Instance.ready(new BackendAddress("127.0.0.1", port)))
        .toList();
  }

  private Pick.Lease lease(AppView view) {
    return (Pick.Lease) picker.pick(view, ANY);
  }

  private Map<String, Integer> deployments(AppView view) {
    Map<String, Integer> drawn = new HashMap<>();
    for (int i = 0; i < DRAWS; i++) {
      Pick.Lease lease = lease(view);
      drawn.merge(lease.backend().deployment().value(), 1, Integer::sum);
      lease.release();
    }
    return drawn;
  }

  @Test
  void weightsAreShares() {
    AppView view =
        view(app().instances("v1", 700, instances(1)).instances("v2", 300, instances(1)));
    assertThat(deployments(view).get("v2")).isBetween(2_700, 3_300);
  }

  @Test
  void withoutWeightNothingIsPicked() {
    AppView view = view(app().instances("v1", 0, instances(1)));
    assertThat(picker.pick(view, ANY)).isInstanceOf(Pick.NoDeployment.class);
  }

  @Test
  void withoutInstancesNothingIsPicked() {
    AppView view = view(app().instances("v1", 1, List.of()));
    assertThat(picker.pick(view, ANY)).isInstanceOf(Pick.NoInstances.class);
  }

  @Test
  void aDeploymentWithoutInstancesGivesUpItsShare() {
    AppView view = view(app().instances("v1", 1, instances(1)).instances("v2", 9, List.of()));
    assertThat(deployments(view)).containsExactly(Map.entry("v1", DRAWS));
  }

  @Test
  void theLessBusyOfTwoIsPicked() {
    AppView view = view(app().instances("v1", 1, instances(2)));
    Backend busy = view.serving().get(0).backends().get(0);
    busy.tryRequestStarted(1);
    for (int i = 0; i < 100; i++) {
      Pick.Lease lease = lease(view);
      assertThat(lease.backend()).isNotSameAs(busy);
      lease.release();
    }
  }

  @Test
  void loadThatStaysIsSpreadEvenly() {
    AppView view = view(app().instances("v1", 1, instances(10)));
    for (int i = 0; i < 1_000; i++) {
      lease(view);
    }
    // Chance alone would stray some 30 from the mean of 100; two choices keep it within a few.
    assertThat(view.serving().get(0).backends())
        .allSatisfy(backend -> assertThat(backend.inFlight()).isBetween(90, 110));
  }

  @Test
  void aBackendThatFailedIsAvoidedUnlessItIsTheOnlyOne() {
    AppView two = view(app().instances("v1", 1, instances(2)));
    Backend failed = two.serving().get(0).backends().get(0);
    for (int i = 0; i < 100; i++) {
      assertThat(((Pick.Lease) picker.pick(two, avoiding(failed))).backend()).isNotSameAs(failed);
    }
    AppView one = view(app().instances("v1", 1, instances(1)));
    Backend only = one.serving().get(0).backends().get(0);
    assertThat(((Pick.Lease) picker.pick(one, avoiding(only))).backend()).isSameAs(only);
  }

  @Test
  void aLeaseCountsOnceHoweverOftenItIsReleased() {
    AppView view = view(app().instances("v1", 1, instances(1)));
    Pick.Lease lease = lease(view);
    assertThat(lease.backend().inFlight()).isEqualTo(1);
    lease.release();
    lease.release();
    assertThat(lease.backend().inFlight()).isZero();
  }
}

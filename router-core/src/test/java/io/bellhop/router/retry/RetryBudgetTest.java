package io.bellhop.router.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.RetrySpec;
import io.bellhop.model.health.CheckedApp;
import io.bellhop.router.control.AppSlot;
import io.bellhop.router.control.Control;
import io.bellhop.router.testing.Controls;
import io.bellhop.router.testing.TestApp;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  private final AppSlot app = slot();

  private static AppSlot slot() {
    Control control = Controls.plain();
    control.appChanged(CheckedApp.trusting(TestApp.of().build()));
    return Objects.requireNonNull(control.table().find("a.test", "/"));
  }

  private static RetrySpec spec(int percent, int floor) {
    return new RetrySpec(3, percent, floor, Duration.ofSeconds(1), 0, false);
  }

  private int places(RetrySpec spec) {
    int taken = 0;
    while (RetryBudget.enter(app, spec)) {
      taken++;
    }
    return taken;
  }

  @Test
  void theFloorIsThereHoweverFewRequestsThereAre() {
    app.inFlight().set(3);
    assertThat(places(spec(20, 2))).isEqualTo(2);
  }

  @Test
  void theShareCountsWhereItIsMore() {
    app.inFlight().set(50);
    assertThat(places(spec(20, 2))).isEqualTo(10);
  }

  @Test
  void noShareAndNoFloorIsNoRetry() {
    app.inFlight().set(50);
    assertThat(places(spec(0, 0))).isZero();
  }

  @Test
  void aPlaceThatIsLeftIsFree() {
    assertThat(places(spec(0, 2))).isEqualTo(2);
    RetryBudget.leave(app);
    assertThat(places(spec(0, 2))).isEqualTo(1);
    assertThat(app.retrying().get()).isEqualTo(2);
  }
}

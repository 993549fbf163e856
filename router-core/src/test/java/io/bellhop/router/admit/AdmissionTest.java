package io.bellhop.router.admit;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.TrafficMode;
import io.bellhop.model.health.CheckedApp;
import io.bellhop.router.control.AppSlot;
import io.bellhop.router.control.Control;
import io.bellhop.router.failure.Failure;
import io.bellhop.router.testing.Controls;
import io.bellhop.router.testing.TestApp;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdmissionTest {
  private static AppSlot slot(TestApp app) {
    Control control = Controls.plain();
    control.appChanged(CheckedApp.trusting(app.build()));
    return Objects.requireNonNull(control.table().find("a.test", "/"));
  }

  private static AppSlot slotFor(int maxInFlight) {
    return slot(TestApp.of().limits(TestApp.limits(maxInFlight, 1_000, 10)));
  }

  @Test
  void asManyAsTheLimitAreAdmittedAndEachThatLeavesMakesRoom() {
    AppSlot app = slotFor(2);
    assertThat(Admission.enter(app, app.view())).isNull();
    assertThat(Admission.enter(app, app.view())).isNull();
    assertThat(Admission.enter(app, app.view())).isEqualTo(Failure.APP_SATURATED);
    Admission.leave(app);
    assertThat(Admission.enter(app, app.view())).isNull();
    assertThat(app.inFlight().get()).isEqualTo(2);
  }

  @Test
  void theLimitHoldsAgainstManyAtOnce() {
    AppSlot app = slotFor(10);
    long admitted =
        IntStream.range(0, 1_000)
            .parallel()
            .filter(i -> Admission.enter(app, app.view()) == null)
            .count();
    assertThat(admitted).isEqualTo(10);
    assertThat(app.inFlight().get()).isEqualTo(10);
  }

  @Test
  void anAppThatIsStoppedAdmitsNobody() {
    AppSlot app = slot(TestApp.of().mode(TrafficMode.STOPPED));
    assertThat(Admission.enter(app, app.view())).isEqualTo(Failure.APP_STOPPED);
    assertThat(app.inFlight().get()).isZero();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STOPPED")
  void allOthersAdmitIfOnlyToWait(TrafficMode mode) {
    AppSlot app = slot(TestApp.of().mode(mode));
    assertThat(Admission.enter(app, app.view())).isNull();
  }
}

package io.bellhop.config.coordinate.acknowledge;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.DeploymentName;
import io.bellhop.model.plane.DeploymentReport;
import io.bellhop.model.plane.PlaneReport;
import io.bellhop.model.rollout.AutoRollback;
import io.bellhop.model.rollout.Rollout;
import io.bellhop.model.rollout.RolloutDirection;
import io.bellhop.model.rollout.RolloutOptions;
import io.bellhop.model.rollout.RolloutPhase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureRateTest {
  private static final DeploymentName V1 = new DeploymentName("v1");
  private static final DeploymentName V2 = new DeploymentName("v2");
  private static final AutoRollback WHEN = new AutoRollback(Duration.ofMinutes(1), 5, 20);
  private static final Rollout ROLLOUT =
      new Rollout(
          1,
          V2,
          RolloutOptions.DEFAULT,
          1,
          OptionalInt.empty(),
          new TreeMap<>(Map.of(V1, 100)),
          new TreeSet<>(List.of(V1)),
          new TreeMap<>(Map.of(V2, 100)),
          2,
          RolloutDirection.FORWARD,
          RolloutPhase.DRAIN,
          1,
          0,
          0,
          0,
          0,
          new TreeMap<>(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          "");

  private static PlaneReport report(DeploymentReport old, DeploymentReport target) {
    return PlaneReport.of(2, Map.of(V1, old, V2, target));
  }

  private static DeploymentReport counted(long requests, long failures) {
    return new DeploymentReport(1, 1, 0, 0, requests, failures, 0, 0, 0);
  }

  @ParameterizedTest(name = "new {0} of {1}, old {2} of {3} → failing: {4}")
  @CsvSource({
    "0, 0, 0, 0, false",
    "0, 1000, 0, 1000, false",
    // At least so many requests.
    "19, 19, 0, 100, false",
    "20, 20, 0, 100, true",
    // More than the margin above the old set's share.
    "5, 100, 0, 100, false",
    "6, 100, 0, 100, true",
    "25, 100, 20, 100, false",
    "26, 100, 20, 100, true",
    // An old set without requests fails none.
    "6, 100, 0, 0, true"
  })
  void theNewSetFailsMoreOftenThanTheOld(
      long failed, long requests, long oldFailed, long oldRequests, boolean failing) {
    FailureRate rate = new FailureRate(ROLLOUT, report(counted(0, 0), counted(0, 0)));
    PlaneReport now = report(counted(oldRequests, oldFailed), counted(requests, failed));
    assertThat(rate.verdict(ROLLOUT, now, WHEN).isEmpty()).isEqualTo(!failing);
  }

  @Test
  void whatWasBeforeTheRolloutDoesNotCount() {
    FailureRate rate = new FailureRate(ROLLOUT, report(counted(100, 0), counted(500, 400)));
    PlaneReport now = report(counted(200, 0), counted(600, 404));
    assertThat(rate.verdict(ROLLOUT, now, WHEN)).isEmpty();
  }

  @Test
  void itSaysBothShares() {
    FailureRate rate = new FailureRate(ROLLOUT, report(counted(0, 0), counted(0, 0)));
    PlaneReport now = report(counted(1_000, 5), counted(40, 13));
    assertThat(rate.verdict(ROLLOUT, now, WHEN))
        .isEqualTo("32.5 % of requests fail on v2, 0.5 % before");
  }
}

package io.bellhop.config.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.RouterId;
import io.bellhop.model.plane.CutRequest;
import io.bellhop.model.plane.DeploymentReport;
import io.bellhop.model.rollout.AutoRollback;
import io.bellhop.model.rollout.CanaryStep;
import io.bellhop.model.rollout.DrainOutcome;
import io.bellhop.model.rollout.DrainReport;
import io.bellhop.model.rollout.PhaseTiming;
import io.bellhop.model.rollout.QueuedRollout;
import io.bellhop.model.rollout.Rollout;
import io.bellhop.model.rollout.RolloutCommand;
import io.bellhop.model.rollout.RolloutDirection;
import io.bellhop.model.rollout.RolloutLog;
import io.bellhop.model.rollout.RolloutOptions;
import io.bellhop.model.rollout.RolloutOutcome;
import io.bellhop.model.rollout.RolloutPhase;
import io.bellhop.model.rollout.RolloutSummary;
import io.bellhop.model.rollout.RouterAck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

class RolloutJsonTest {
  private static final DeploymentName V1 = new DeploymentName("v1");
  private static final DeploymentName V2 = new DeploymentName("v2");
  private static final RouterId R1 = new RouterId("r1");
  private static final RolloutOptions OPTIONS =
      RolloutOptions.DEFAULT
          .withInstances(3)
          .withCanary(
              List.of(
                  new CanaryStep(5, Optional.of(Duration.ofSeconds(30))),
                  new CanaryStep(50, Optional.empty())))
          .withAutoRollback(new AutoRollback(Duration.ofMinutes(1), 5, 100));

  private static DrainReport drain(DrainOutcome outcome) {
    return new DrainReport(
        outcome,
        1_200,
        900,
        2,
        List.of(new DrainReport.Cut(R1, new CutRequest("/download", 61_000, false))));
  }

  private static Rollout rollout() {
    return new Rollout(
        7,
        V2,
        OPTIONS,
        3,
        OptionalInt.of(0),
        new TreeMap<>(Map.of(V1, 100)),
        new TreeSet<>(List.of(V1)),
        new TreeMap<>(Map.of(V1, 95, V2, 5)),
        12,
        RolloutDirection.FORWARD,
        RolloutPhase.CANARY,
        1,
        1_000,
        2_000,
        Long.MAX_VALUE,
        1_900,
        new TreeMap<>(Map.of(R1, 0L, new RouterId("r2"), 1_950L)),
        Optional.of(RolloutCommand.PROMOTE),
        List.of(new PhaseTiming(RolloutPhase.LAUNCH, 400)),
        Optional.empty(),
        "");
  }

  @Test
  void rolloutsComeBackAsTheyWere() {
    RolloutLog log =
        new RolloutLog(
            8,
            Optional.of(rollout()),
            List.of(new QueuedRollout(8, V1, RolloutOptions.DEFAULT.superseding(), 2_500)),
            List.of(
                summary(6, new DrainOutcome.Unknown(new TreeSet<>(List.of(R1)), 1)),
                summary(5, new DrainOutcome.Forced(3)),
                summary(4, new DrainOutcome.Drained())));

    assertThat(RolloutJson.readLog(RolloutJson.write(log))).isEqualTo(log);
  }

  private static RolloutSummary summary(long number, DrainOutcome outcome) {
    return new RolloutSummary(
        number,
        V2,
        new TreeMap<>(Map.of(V1, 1)),
        9,
        1,
        2,
        RolloutOutcome.COMPLETED,
        "",
        List.of(),
        Optional.of(drain(outcome)));
  }

  @Test
  void anAckComesBackAsItWas() {
    RouterAck ack =
        new RouterAck(
            7,
            12,
            true,
            new TreeMap<>(Map.of(V2, new DeploymentReport(3, 2, 1, 0, 10, 1, 0, 5, 6))),
            1,
            List.of(new CutRequest("/ws", 5, true)),
            "");

    assertThat(RolloutJson.readAck(RolloutJson.write(ack))).isEqualTo(ack);
  }

  @Test
  void durationsSayTheirUnitAndWhatIsAbsentIsLeftOut() {
    String text =
        new String(
            RolloutJson.write(new RolloutLog(8, Optional.of(rollout()), List.of(), List.of())),
            StandardCharsets.UTF_8);

    assertThat(text)
        .contains("\"keepPreviousMillis\":300000", "{\"percent\":5,\"holdMillis\":30000}")
        .contains("{\"percent\":50}", "\"phase\":\"canary\"", "\"v2\":5")
        .doesNotContain("null");
  }

  @Test
  void optionsLeftOutAreAtTheirDefault() throws IOException {
    var given = new ObjectMapper().readTree("{\"instances\":3,\"deadlines\":{\"drainMillis\":9}}");

    RolloutOptions read = RolloutJson.readOptions(given);

    assertThat(read)
        .isEqualTo(
            RolloutOptions.DEFAULT
                .withInstances(3)
                .withDeadlines(RolloutOptions.DEFAULT.deadlines().withDrain(Duration.ofMillis(9))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'instance':3}                                     | field 'instance' is not known",
        "{'instances':0}                                    | instances of 0 is not valid",
        "{'canary':[{'percent':50},{'percent':5}]}          | let the steps grow",
        "{'keepPreviousMillis':-1}                          | keepPrevious of -1 ms is not valid"
      })
  void optionsThatAreNotValidAreRefusedWithTheirReason(String json, String reason)
      throws IOException {
    var given = new ObjectMapper().readTree(json.replace('\'', '"'));

    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> RolloutJson.readOptions(given))
        .withMessageContaining(reason);
  }
}

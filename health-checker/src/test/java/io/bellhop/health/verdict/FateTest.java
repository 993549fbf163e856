package io.bellhop.health.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.BackendAddress;
import io.bellhop.model.Deployment;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.Instance;
import io.bellhop.model.InstanceSource;
import io.bellhop.model.InstanceState;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.health.HealthState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Discovery and health, each cell of the table. */
class FateTest {
  private static final DeploymentName NAME = new DeploymentName("v1");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          LISTED     | UNKNOWN    | PROBE
          LISTED     | HEALTHY    | SERVE
          LISTED     | UNHEALTHY  | PROBE
          LISTED     | EJECTED    | PROBE
          LISTED     | WRONG_PEER | PROBE
          VANISHED   | UNKNOWN    | GONE
          VANISHED   | HEALTHY    | SERVE_ABSENT
          VANISHED   | UNHEALTHY  | GONE
          VANISHED   | EJECTED    | GONE
          VANISHED   | WRONG_PEER | GONE
          WITHDRAWN  | UNKNOWN    | GONE
          WITHDRAWN  | HEALTHY    | GONE
          WITHDRAWN  | UNHEALTHY  | GONE
          WITHDRAWN  | EJECTED    | GONE
          WITHDRAWN  | WRONG_PEER | GONE
          TAKEN_OVER | UNKNOWN    | GONE
          TAKEN_OVER | HEALTHY    | GONE
          TAKEN_OVER | UNHEALTHY  | GONE
          TAKEN_OVER | EJECTED    | GONE
          TAKEN_OVER | WRONG_PEER | GONE
          """)
  void followsFromDiscoveryAndHealth(Sighting sighting, HealthState health, Fate fate) {
    assertThat(Fate.of(sighting, health)).isEqualTo(fate);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          registered | READY    | 1 | SERVING  | false | VANISHED
          curator    | READY    | 1 | SERVING  | false | VANISHED
          serverset  | READY    | 1 | SERVING  | false | VANISHED
          registered | READY    | 1 | PAUSED   | false | VANISHED
          registered | READY    | 1 | DRAINING | false | VANISHED
          registered | READY    | 1 | ASLEEP   | false | WITHDRAWN
          static     | READY    | 1 | SERVING  | false | WITHDRAWN
          registered | DRAINING | 1 | SERVING  | false | WITHDRAWN
          registered | STARTING | 1 | SERVING  | false | WITHDRAWN
          registered | READY    | 0 | SERVING  | false | WITHDRAWN
          registered | READY    | 1 | SERVING  | true  | TAKEN_OVER
          """)
  void whatIsMissingVanishedOrWasTakenOut(
      String source,
      InstanceState state,
      int weight,
      TrafficMode mode,
      boolean addressTaken,
      Sighting sighting) {
    Deployment deployment = new Deployment(new DeploymentSpec(NAME, source(source)), List.of());
    Traffic traffic = Traffic.of(1, mode, Map.of(NAME, weight), Map.of());
    Instance last = Bench.instance("a", 80, state);
    assertThat(Sighting.ofMissing(last, deployment, traffic, addressTaken)).isEqualTo(sighting);
  }

  private static InstanceSource source(String name) {
    return switch (name) {
      case "static" ->
          new InstanceSource.StaticAddresses(List.of(new BackendAddress("10.0.0.1", 80)));
      case "curator" -> new InstanceSource.CuratorDiscovery("/services/shop");
      case "serverset" -> new InstanceSource.FinagleServerset("/serversets/shop");
      default -> new InstanceSource.Registered();
    };
  }
}

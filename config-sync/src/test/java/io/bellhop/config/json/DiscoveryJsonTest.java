package io.bellhop.config.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellhop.model.BackendAddress;
import io.bellhop.model.Instance;
import io.bellhop.model.InstanceId;
import io.bellhop.model.InstanceState;
import io.bellhop.model.InvalidValueException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscoveryJsonTest {
  private static final InstanceId ID = new InstanceId("a1b2");

  private static byte[] json(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aSpringCloudRegistrationIsReadAndItsPayloadIsNot() {
    Instance read =
        DiscoveryJson.readCuratorInstance(
            ID,
            json(
                """
                {"name":"shop","id":"a1b2","address":"10.0.0.7","port":8081,"sslPort":null,
                 "payload":{"@class":"no.such.Payload","id":"shop","metadata":{"zone":"a"}},
                 "registrationTimeUTC":1700000000000,"serviceType":"DYNAMIC",
                 "uriSpec":{"parts":[{"value":"scheme","variable":true}]}}
                """));

    assertThat(read)
        .isEqualTo(
            new Instance(ID, new BackendAddress("10.0.0.7", 8081), InstanceState.READY, 0, ""));
  }

  @Test
  void aRegistrationThatIsNotEnabledTakesNothingNew() {
    Instance read =
        DiscoveryJson.readCuratorInstance(
            ID, json("{\"address\":\"a\",\"port\":1,\"enabled\":false}"));

    assertThat(read.state()).isEqualTo(InstanceState.DRAINING);
  }

  @ParameterizedTest
  @CsvSource({"ALIVE,READY", "STARTING,STARTING", "STOPPING,DRAINING", "DEAD,DRAINING"})
  void onlyServersetMembersAliveAreReady(String status, InstanceState state) {
    Instance read =
        DiscoveryJson.readServersetMember(
            ID,
            json(
                """
                {"serviceEndpoint":{"host":"10.0.0.9","port":31000},"additionalEndpoints":{},
                 "status":"%s","shard":0}
                """
                    .formatted(status)));

    assertThat(read.state()).isEqualTo(state);
    assertThat(read.address()).isEqualTo(new BackendAddress("10.0.0.9", 31000));
  }

  @Test
  void aRegistrationThatCannotBeReachedIsRefused() {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> DiscoveryJson.readCuratorInstance(ID, json("{\"address\":\"a\"}")))
        .withMessageContaining("field 'port' is missing");
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> DiscoveryJson.readServersetMember(ID, json("{\"status\":\"ALIVE\"}")))
        .withMessageContaining("field 'serviceEndpoint' is missing");
  }
}

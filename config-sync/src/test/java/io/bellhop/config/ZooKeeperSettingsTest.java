package io.bellhop.config;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.bellhop.model.InvalidValueException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZooKeeperSettingsTest {
  @ParameterizedTest
  @ValueSource(strings = {"zk:2181", "zk1:2181,zk2:2181, zk3:2181", "[::1]:2181"})
  void anEnsembleIsNamedByItsServers(String connect) {
    assertThatNoException().isThrownBy(() -> ZooKeeperSettings.DEFAULT.withConnect(connect));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "zk", "zk:port", "zk:2181,", "zk:2181/chroot", "zk:0"})
  void whatNamesNoServerIsRefused(String connect) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> ZooKeeperSettings.DEFAULT.withConnect(connect))
        .withMessageContaining("HOST:PORT");
  }
}

package io.bellhop.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RouterIdsTest {

  @Test
  void whatWasSetIsUsed() {
    assertThat(RouterIds.of("edge-1").value()).isEqualTo("edge-1");
  }

  @Test
  void twoRoutersOnOneHostAreToldApart() {
    assertThat(RouterIds.of("")).isNotEqualTo(RouterIds.of(""));
  }
}

package io.bellhop.router.settings;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellhop.model.InvalidValueException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MeterSettingsTest {

  @Test
  void aLimitOfNoSeriesIsRefusedWithWhatIsAccepted() {
    assertThatThrownBy(() -> new MeterSettings(0, Duration.ofMinutes(1)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("metrics.maxSeries of 0 is not valid: use 1 to 1000000");
  }

  @Test
  void anExpiryShorterThanAScrapeIsRefusedWithWhatIsAccepted() {
    assertThatThrownBy(() -> new MeterSettings(1, Duration.ofMillis(999)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("metrics.idleExpiry in ms of 999 is not valid: use 1000 to 604800000");
  }
}

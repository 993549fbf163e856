package io.bellhop.router.record;

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
        .hasMessage("metrics.idleExpiry of 999 ms is not valid: use 1s to 7d");
  }
}

package io.bellhop.router.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackendFiguresTest {
  private final LatencyWindow window = new LatencyWindow();
  private final PeakEwma ewma = new PeakEwma();

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 3, 4, 7, 100, 999, 5_000, 123_456, 60_000_000})
  void aQuantileIsRightWithinAnEighth(long micros) {
    window.observe(TimeUnit.MICROSECONDS.toNanos(micros), 0);
    long seen = window.quantile(0.5, 0).orElseThrow().toNanos() / 1_000;
    assertThat((double) seen).isCloseTo((double) micros, within(micros / 8.0 + 1));
  }

  @Test
  void theMedianIsNotMovedByTheSlowestAndTheLastHundredthIs() {
    for (int i = 0; i < 980; i++) {
      window.observe(millis(10), 0);
    }
    for (int i = 0; i < 20; i++) {
      window.observe(millis(4_000), 0);
    }
    assertThat(window.quantile(0.5, 0).orElseThrow()).isLessThan(Duration.ofMillis(12));
    assertThat(window.quantile(0.99, 0).orElseThrow()).isGreaterThan(Duration.ofMillis(3_500));
  }

  @Test
  void whatWasLongAgoIsForgotten() {
    long minute = TimeUnit.MINUTES.toNanos(1);
    window.observe(millis(10), 0);
    assertThat(window.quantile(0.5, minute)).isPresent();
    assertThat(window.quantile(0.5, 2 * minute)).isEmpty();
    window.observe(millis(500), 2 * minute);
    assertThat(window.quantile(0.01, 2 * minute).orElseThrow())
        .isGreaterThan(Duration.ofMillis(400));
  }

  @Test
  void thePeakCountsAtOnceAndFadesSlowly() {
    ewma.observe(millis(10), 0);
    ewma.observe(millis(1_000), millis(1));
    assertThat(ewma.micros(millis(1))).isCloseTo(1_000_000, within(1_000.0));
    ewma.observe(millis(10), millis(10));
    assertThat(ewma.micros(millis(10))).isGreaterThan(950_000);
    for (int second = 1; second <= 60; second++) {
      ewma.observe(millis(10), millis(second * 1_000L));
    }
    assertThat(ewma.micros(millis(60_000))).isLessThan(20_000);
  }

  @Test
  void aBackendThatIsNotAskedComesToBeTriedAgain() {
    ewma.observe(millis(1_000), 0);
    assertThat(ewma.micros(millis(60_000))).isLessThan(3_000);
  }

  @Test
  void theCircuitOpensAtTheBoundAndClosesBelowHalfOfIt() {
    Circuit circuit = new Circuit();
    for (int i = 0; i < 3; i++) {
      assertThat(circuit.connectBegan(4)).isFalse();
    }
    assertThat(circuit.connectBegan(4)).isTrue();
    assertThat(circuit.connectBegan(4)).as("opened twice").isFalse();
    for (int i = 0; i < 3; i++) {
      assertThat(circuit.connectEnded(4)).isFalse();
      assertThat(circuit.isOpen()).isTrue();
    }
    assertThat(circuit.connectEnded(4)).isTrue();
    assertThat(circuit.isOpen()).isFalse();
  }
}

package io.bellhop.config.coordinate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Apps that sleep and wake under everything that can go wrong, over and over: no request is given
 * to an instance that stops, none is lost, no instance stops with a request on it, no app sleeps
 * while it is busy, and each falls asleep in the end. Those that keep an instance rest instead:
 * only while all of their instances are ready, with one for each request, and until requests flow.
 * A counter-example is printed with its seed and what happened.
 */
class SleepSimulationTest {
  private static final int RUNS = Integer.getInteger("bellhop.simulation.runs", 1_500);
  private static final int RUNS_TO_FIND_A_MUTANT = 3_000;

  @RegisterExtension
  static final Seeds<SleepMutation> seeds = new Seeds<>(SleepSimulation::new, SleepMutation.NONE);

  @Test
  void noRequestIsLostToASleepAndEveryAppFallsAsleep() {
    assertThat(seeds.judgeAll(RUNS)).as("sleeps and rests that were judged").isGreaterThan(RUNS);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aFaultThatIsBuiltInIsFound(SleepMutation mutation) {
    assertThat(seeds.thatShows(mutation, RUNS_TO_FIND_A_MUTANT))
        .as("a seed that shows " + mutation)
        .isPresent();
  }
}

package io.bellhop.config.coordinate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rollouts under everything that can go wrong, over and over. A counter-example is printed with its
 * seed and what happened; its seed then belongs into {@link #seedsThatOnceFailed}.
 */
class RolloutSimulationTest {
  private static final int RUNS = Integer.getInteger("bellhop.simulation.runs", 1_500);
  private static final int RUNS_TO_FIND_A_MUTANT = 20_000;

  @RegisterExtension
  static final Seeds<Mutation> seeds = new Seeds<>(Simulation::new, Mutation.NONE);

  @Test
  void whatIsReportedDrainedIsDrainedOnEveryRouterAndEveryRolloutEnds() {
    assertThat(seeds.judgeAll(RUNS)).as("drains that were judged").isGreaterThan(RUNS / 2);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 299, 1839, 2072})
  void seedsThatOnceFailed(long seed) {
    assertThat(seeds.judge(seed)).isNotNegative();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aFaultThatIsBuiltInIsFound(Mutation mutation) {
    assertThat(seeds.thatShows(mutation, RUNS_TO_FIND_A_MUTANT))
        .as("a seed that shows " + mutation)
        .isPresent();
  }
}

package io.bellhop.config.coordinate.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * Rollouts under everything that can go wrong, over and over. A counter-example is printed with its
 * seed and what happened; its seed then belongs into {@link #seedsThatOnceFailed}.
 */
class RolloutSimulationTest {
  private static final int RUNS = Integer.getInteger("bellhop.simulation.runs", 1_500);
  private static final int RUNS_TO_FIND_A_MUTANT = 20_000;

  @BeforeAll
  static void expectTrouble() {
    ((Logger) LoggerFactory.getLogger("io.bellhop.config.coordinate")).setLevel(Level.OFF);
  }

  @AfterAll
  static void expectNoTrouble() {
    ((Logger) LoggerFactory.getLogger("io.bellhop.config.coordinate")).setLevel(null);
  }

  private static int reports(long seed) {
    try {
      return new Simulation(seed, Mutation.NONE, false).run();
    } catch (RuntimeException e) {
      return fail("seed %d: %s%n%s".formatted(seed, e, retraced(seed, Mutation.NONE)));
    }
  }

  private static String retraced(long seed, Mutation mutation) {
    Simulation again = new Simulation(seed, mutation, true);
    try {
      int unused = again.run();
    } catch (RuntimeException e) {
      return again.traced() + "\n" + e;
    }
    return "did not happen again: the run is not decided by its seed";
  }

  @Test
  void whatIsReportedDrainedIsDrainedOnEveryRouterAndEveryRolloutEnds() {
    int reports =
        LongStream.range(0, RUNS).parallel().mapToInt(RolloutSimulationTest::reports).sum();

    assertThat(reports).as("drains that were judged").isGreaterThan(RUNS / 2);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 299, 1839, 2072})
  void seedsThatOnceFailed(long seed) {
    assertThat(reports(seed)).isNotNegative();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aFaultThatIsBuiltInIsFound(Mutation mutation) {
    Optional<Long> seed =
        LongStream.range(0, RUNS_TO_FIND_A_MUTANT)
            .parallel()
            .filter(candidate -> violates(candidate, mutation))
            .boxed()
            .findAny();

    assertThat(seed).as("a seed that shows " + mutation).isPresent();
  }

  private static boolean violates(long seed, Mutation mutation) {
    try {
      int unused = new Simulation(seed, mutation, false).run();
      return false;
    } catch (Violation e) {
      return true;
    }
  }
}

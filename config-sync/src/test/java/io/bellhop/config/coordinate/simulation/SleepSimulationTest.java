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
import org.slf4j.LoggerFactory;

/**
 * Apps that sleep and wake under everything that can go wrong, over and over: no request is given
 * to an instance that stops, none is lost, no instance stops with a request on it, no app sleeps
 * while it is busy, and each falls asleep in the end. A counter-example is printed with its seed
 * and what happened.
 */
class SleepSimulationTest {
  private static final int RUNS = Integer.getInteger("bellhop.simulation.runs", 1_500);
  private static final int RUNS_TO_FIND_A_MUTANT = 3_000;

  @BeforeAll
  static void expectTrouble() {
    ((Logger) LoggerFactory.getLogger("io.bellhop.config.coordinate")).setLevel(Level.OFF);
  }

  @AfterAll
  static void expectNoTrouble() {
    ((Logger) LoggerFactory.getLogger("io.bellhop.config.coordinate")).setLevel(null);
  }

  private static int sleeps(long seed) {
    try {
      return new SleepSimulation(seed, SleepMutation.NONE, false).run();
    } catch (RuntimeException e) {
      return fail("seed %d: %s%n%s".formatted(seed, e, retraced(seed)));
    }
  }

  private static String retraced(long seed) {
    SleepSimulation again = new SleepSimulation(seed, SleepMutation.NONE, true);
    try {
      int unused = again.run();
    } catch (RuntimeException e) {
      return again.traced() + "\n" + e;
    }
    return "did not happen again: the run is not decided by its seed";
  }

  @Test
  void noRequestIsLostToASleepAndEveryAppFallsAsleep() {
    int sleeps = LongStream.range(0, RUNS).parallel().mapToInt(SleepSimulationTest::sleeps).sum();

    assertThat(sleeps).as("sleeps that were judged").isGreaterThan(RUNS);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aFaultThatIsBuiltInIsFound(SleepMutation mutation) {
    Optional<Long> seed =
        LongStream.range(0, RUNS_TO_FIND_A_MUTANT)
            .parallel()
            .filter(candidate -> violates(candidate, mutation))
            .boxed()
            .findAny();

    assertThat(seed).as("a seed that shows " + mutation).isPresent();
  }

  private static boolean violates(long seed, SleepMutation mutation) {
    try {
      int unused = new SleepSimulation(seed, mutation, false).run();
      return false;
    } catch (Violation e) {
      return true;
    }
  }
}

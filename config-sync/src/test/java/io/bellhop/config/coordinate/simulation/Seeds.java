package io.bellhop.config.coordinate.simulation;

import static org.assertj.core.api.Assertions.fail;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Runs one simulation by many seeds, with or without a fault built in, and without the complaints
 * that its troubles would log.
 *
 * @param <M> the faults
 */
final class Seeds<M> implements BeforeAllCallback, AfterAllCallback {
  private final Making<M> making;
  private final M none;

  /**
   * Of a simulation.
   *
   * @param none the fault that is none
   */
  Seeds(Making<M> making, M none) {
    this.making = making;
    this.none = none;
  }

  /** Makes one run. */
  interface Making<M> {
    /** By its seed, with a fault, and noting what happens or not. */
    Run make(long seed, M fault, boolean tracing);
  }

  /** One run. */
  interface Run {
    /** Runs to the end; throws {@link Violation}. Answers how much was judged. */
    int run();

    /** What happened. */
    String traced();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    level(Level.OFF);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    level(null);
  }

  private static void level(@Nullable Level level) {
    ((Logger) LoggerFactory.getLogger("io.bellhop.config.coordinate")).setLevel(level);
  }

  /** Answers how much the runs of so many seeds judged; fails with what happened in a bad one. */
  int judgeAll(int runs) {
    return LongStream.range(0, runs).parallel().mapToInt(this::judge).sum();
  }

  /** Answers how much the run of a seed judged; fails with what happened. */
  int judge(long seed) {
    try {
      return making.make(seed, none, false).run();
    } catch (RuntimeException e) {
      return fail("seed %d: %s%n%s".formatted(seed, e, retraced(seed)));
    }
  }

  private String retraced(long seed) {
    Run again = making.make(seed, none, true);
    try {
      int unused = again.run();
    } catch (RuntimeException e) {
      return again.traced() + "\n" + e;
    }
    return "did not happen again: the run is not decided by its seed";
  }

  /** A seed below a bound by which a fault shows. */
  Optional<Long> thatShows(M fault, int bound) {
    return LongStream.range(0, bound)
        .parallel()
        .filter(seed -> violates(seed, fault))
        .boxed()
        .findAny();
  }

  private boolean violates(long seed, M fault) {
    try {
      int unused = making.make(seed, fault, false).run();
      return false;
    } catch (Violation e) {
      return true;
    }
  }
}

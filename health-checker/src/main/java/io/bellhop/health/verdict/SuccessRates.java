package io.bellhop.health.verdict;

import java.util.List;

/** Finds the instances of a deployment that fail more often than their peers. */
final class SuccessRates {
  /** Requests of a window below which a share says too little. */
  static final int LEAST_REQUESTS = 20;

  /** Instances that have to have had so many, for there to be peers to compare with. */
  static final int LEAST_INSTANCES = 3;

  /** What one instance did in a window. */
  record Sample(Target target, int succeeded, int failed) {
    boolean counts() {
      return succeeded + failed >= LEAST_REQUESTS;
    }

    double percent() {
      return 100.0 * succeeded / (succeeded + failed);
    }
  }

  private SuccessRates() {}

  /** Those whose share of successes is so many points below the mean of all others. */
  static List<Sample> outliers(List<Sample> all, int points) {
    List<Sample> samples = all.stream().filter(Sample::counts).toList();
    if (points == 0 || samples.size() < LEAST_INSTANCES) {
      return List.of();
    }
    double sum = samples.stream().mapToDouble(Sample::percent).sum();
    return samples.stream().filter(one -> isOutlier(one, sum, samples.size(), points)).toList();
  }

  private static boolean isOutlier(Sample one, double sum, int count, int points) {
    double meanOfOthers = (sum - one.percent()) / (count - 1);
    return one.percent() < meanOfOthers - points;
  }
}

package io.bellhop.config.json;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the name that a user may have meant. */
public final class NearestName {
  private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

  private NearestName() {}

  /**
   * The known key closest to an unknown one: by its last segment first, since what is mistyped or
   * put in the wrong section mostly has the right name; a wrong section counts as one wrong letter.
   *
   * @param known keys as {@code health.path}
   */
  public static Optional<String> in(Collection<String> known, String unknown) {
    Comparator<String> byLastSegment =
        Comparator.comparing(
            key ->
                distance(lastSegment(key), lastSegment(unknown))
                    + (section(key).equals(section(unknown)) ? 0 : 1));
    return known.stream().min(byLastSegment.thenComparing(key -> distance(key, unknown)));
  }

  /** The known name closest to an unknown one, with at most so many letters wrong. */
  public static Optional<String> within(int most, Collection<String> known, String unknown) {
    LevenshteinDistance bounded = new LevenshteinDistance(most);
    return known.stream()
        .filter(name -> bounded.apply(name, unknown) >= 0)
        .min(Comparator.comparing(name -> distance(name, unknown)));
  }

  private static int distance(String one, String other) {
    return DISTANCE.apply(one, other);
  }

  private static String lastSegment(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  private static String section(String key) {
    return key.substring(0, Math.max(0, key.lastIndexOf('.')));
  }
}

package io.bellhop.app.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the key that a user may have meant. */
public final class NearestKey {
  private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

  private NearestKey() {}

  /**
   * The known key closest to an unknown one: by its last segment first, since what is mistyped or
   * put in the wrong section mostly has the right name.
   *
   * @param known a tree that holds every known key
   * @param unknown a key as {@code router.timeouts.heat}
   */
  public static Optional<String> in(JsonNode known, String unknown) {
    List<String> keys = new ArrayList<>();
    collect(known, "", keys);
    Comparator<String> byLastSegment =
        Comparator.comparing(key -> distance(lastSegment(key), lastSegment(unknown)));
    return keys.stream().min(byLastSegment.thenComparing(key -> distance(key, unknown)));
  }

  /** Every key in a tree, sections included, as {@code router.timeouts.head}. */
  public static List<String> keysOf(JsonNode tree) {
    List<String> keys = new ArrayList<>();
    collect(tree, "", keys);
    return List.copyOf(keys);
  }

  private static void collect(JsonNode node, String prefix, List<String> keys) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String key = prefix + field.getKey();
      keys.add(key);
      collect(field.getValue(), key + ".", keys);
    }
  }

  private static int distance(String one, String other) {
    return DISTANCE.apply(one, other);
  }

  private static String lastSegment(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }
}

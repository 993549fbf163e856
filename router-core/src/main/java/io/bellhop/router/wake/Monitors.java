package io.bellhop.router.wake;

import io.bellhop.model.PathPrefix;
import io.bellhop.model.WakeSpec;
import java.util.List;

/** Tells the requests of monitors, by their app's rules: they neither wake it nor keep it awake. */
public final class Monitors {
  private Monitors() {}

  /** Whether the app has any rule. */
  public static boolean any(WakeSpec spec) {
    return !spec.monitorPaths().isEmpty() || !spec.monitorAgents().isEmpty();
  }

  /** Whether a request is a monitor's. What may change something never is. */
  public static boolean match(WakeSpec spec, WakeHead head) {
    return head.isRead()
        && (coversAny(spec.monitorPaths(), head.path())
            || containsAny(head.userAgent(), spec.monitorAgents()));
  }

  private static boolean coversAny(List<PathPrefix> prefixes, String path) {
    for (PathPrefix prefix : prefixes) {
      if (prefix.covers(path)) {
        return true;
      }
    }
    return false;
  }

  private static boolean containsAny(String userAgent, List<String> parts) {
    for (String part : parts) {
      if (contains(userAgent, part)) {
        return true;
      }
    }
    return false;
  }

  private static boolean contains(String text, String part) {
    for (int at = 0; at <= text.length() - part.length(); at++) {
      if (text.regionMatches(true, at, part, 0, part.length())) {
        return true;
      }
    }
    return false;
  }
}

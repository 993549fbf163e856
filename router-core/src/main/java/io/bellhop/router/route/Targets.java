package io.bellhop.router.route;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Reads request targets (RFC 9112 §3.2). */
public final class Targets {
  private Targets() {}

  /**
   * The path that routes are matched with. Dot segments, also percent-encoded ones, are resolved
   * for it (RFC 3986 §5.2.4), so that {@code /public/../admin} is not taken for a path under {@code
   * /public}; what is sent to the backend stays as it came.
   *
   * @param target in origin-form or {@code *}
   * @return null where the target is neither, has a fragment, or climbs above the root
   */
  public static @Nullable String routingPath(String target) {
    if (target.equals("*")) {
      return "/";
    }
    if (!target.startsWith("/") || !isVisible(target)) {
      return null;
    }
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    return mayHaveDotSegments(path) ? withoutDotSegments(path) : path;
  }

  /** The authority of an absolute-form target; null where it is not of that form. */
  public static @Nullable String authority(String target) {
    int start = authorityStart(target);
    if (start < 0) {
      return null;
    }
    String authority = target.substring(start, authorityEnd(target, start));
    return authority.isEmpty() ? null : authority;
  }

  /** An absolute-form target in origin-form: what follows the authority. */
  public static String originForm(String target) {
    String rest = target.substring(authorityEnd(target, authorityStart(target)));
    return rest.startsWith("/") ? rest : "/" + rest;
  }

  private static int authorityStart(String target) {
    if (target.regionMatches(true, 0, "http://", 0, 7)) {
      return 7;
    }
    return target.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
  }

  private static int authorityEnd(String target, int start) {
    for (int i = start; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c == '/' || c == '?') {
        return i;
      }
    }
    return target.length();
  }

  private static boolean isVisible(String target) {
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c == 0x7f || c == '#') {
        return false;
      }
    }
    return true;
  }

  private static boolean mayHaveDotSegments(String path) {
    return path.contains("/.") || path.contains("/%2e") || path.contains("/%2E");
  }

  private static @Nullable String withoutDotSegments(String path) {
    Deque<String> kept = new ArrayDeque<>();
    for (String segment : path.substring(1).split("/", -1)) {
      String plain = segment.replace("%2e", ".").replace("%2E", ".");
      if (plain.equals("..")) {
        if (kept.pollLast() == null) {
          return null;
        }
      } else if (!plain.equals(".")) {
        kept.addLast(segment);
      }
    }
    return "/" + String.join("/", kept);
  }
}

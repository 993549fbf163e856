package io.bellhop.model;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An app's own HTML for the answers that Bellhop makes in its place.
 *
 * @param htmlByKey the page by failure code ({@code no_instances}) or by status ({@code 503})
 */
public record ErrorPages(Map<String, String> htmlByKey) {
  private static final Pattern KEY = Pattern.compile("[1-5][0-9]{2}|[a-z][a-z0-9_]{1,63}");
  private static final int MAX_CHARS = 65_536;

  /** No pages: Bellhop's own are shown. */
  public static final ErrorPages NONE = new ErrorPages(Map.of());

  /** Throws {@link InvalidValueException} where a key could never be met or a page is too large. */
  public ErrorPages {
    htmlByKey = Map.copyOf(htmlByKey);
    htmlByKey.forEach(ErrorPages::check);
  }

  private static void check(String key, String html) {
    if (!KEY.matcher(key).matches()) {
      throw new InvalidValueException(
          "error page key '%s' is not valid: use a status such as 503 or a failure code"
              .formatted(key));
    }
    if (html.length() > MAX_CHARS) {
      throw new InvalidValueException(
          "error page '%s' has %d characters: use at most %d"
              .formatted(key, html.length(), MAX_CHARS));
    }
  }

  /** The page for a failure: by its code, else by its status. */
  public Optional<String> find(String code, int status) {
    String byCode = htmlByKey.get(code);
    return Optional.ofNullable(byCode != null ? byCode : htmlByKey.get(Integer.toString(status)));
  }
}

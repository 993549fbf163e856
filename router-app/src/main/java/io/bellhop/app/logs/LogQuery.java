package io.bellhop.app.logs;

import io.bellhop.model.AppName;
import io.bellhop.model.InvalidValueException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * What is asked of an agent.
 *
 * @param lines printed before, at most
 * @param after which they must have been printed
 * @param follow whether what is printed from now on is wanted, too
 */
record LogQuery(AppName app, int lines, Instant after, boolean follow) {
  static final String PATH = "/logs/";
  static final int MOST_LINES = 5_000;

  /** Throws {@link InvalidValueException} where that many lines are not to be had. */
  LogQuery {
    if (lines < 0 || lines > MOST_LINES) {
      throw new InvalidValueException(
          "lines of %d is not valid: use 0 to %d".formatted(lines, MOST_LINES));
    }
  }

  String pathAndQuery() {
    return "%s%s?lines=%d&after=%s&follow=%s"
        .formatted(PATH, app, lines, URLEncoder.encode(after + "", StandardCharsets.UTF_8), follow);
  }

  /** Reads {@link #pathAndQuery()}; throws {@link InvalidValueException} for anything else. */
  static LogQuery read(String path, String query) {
    AppName app = new AppName(path.substring(Math.min(path.length(), PATH.length())));
    int lines = 0;
    Instant after = Instant.EPOCH;
    boolean follow = false;
    try {
      for (String pair : query.split("&")) {
        String value = pair.substring(pair.indexOf('=') + 1);
        switch (pair.substring(0, pair.length() - value.length())) {
          case "lines=" -> lines = Integer.parseInt(value);
          case "after=" -> after = Instant.parse(value.replace("%3A", ":"));
          case "follow=" -> follow = Boolean.parseBoolean(value);
          default -> throw new InvalidValueException("'%s' is not known".formatted(pair));
        }
      }
    } catch (DateTimeException | NumberFormatException e) {
      throw new InvalidValueException("'%s' is not valid: %s".formatted(query, e.getMessage()));
    }
    return new LogQuery(app, lines, after, follow);
  }
}

package io.bellhop.app.settings;

import io.bellhop.model.InvalidValueException;

/**
 * The admin API.
 *
 * @param listen where it takes requests, as {@code HOST:PORT}; port 0 takes any free one
 * @param token what a request that changes something must bear; empty refuses such requests, save
 *     in {@code bellhop dev}. Better given by the environment as {@code BELLHOP_TOKEN}
 * @param threads that answer at most; further requests wait for one
 * @param maxBodyBytes of one request; longer is answered 413
 */
public record AdminSettings(String listen, String token, int threads, int maxBodyBytes) {

  /** For this machine only, changing nothing. */
  public static final AdminSettings DEFAULT =
      new AdminSettings("127.0.0.1:9901", "", 16, 1_048_576);

  private static final int SHORTEST_TOKEN = 8;

  /** Throws {@link InvalidValueException} where nobody could use the API, or anybody. */
  public AdminSettings {
    HostPort.parse("admin.listen", listen);
    if (!token.isEmpty() && token.length() < SHORTEST_TOKEN) {
      throw new InvalidValueException(
          "admin.token has %d characters: use at least %d, such as `openssl rand -hex 32` prints"
              .formatted(token.length(), SHORTEST_TOKEN));
    }
    within("admin.threads", threads, 1, 256);
    within("admin.maxBodyBytes", maxBodyBytes, 1_024, 1 << 26);
  }

  /** Keeps the token out of logs. */
  @Override
  public String toString() {
    return "AdminSettings[listen=%s, token=%s, threads=%d, maxBodyBytes=%d]"
        .formatted(listen, token.isEmpty() ? "none" : "set", threads, maxBodyBytes);
  }

  private static void within(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new InvalidValueException(
          "%s of %d is not valid: use %d to %d".formatted(key, value, least, most));
    }
  }
}

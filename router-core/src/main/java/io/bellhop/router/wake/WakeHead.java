package io.bellhop.router.wake;

import io.bellhop.model.wake.WakeCause;
import java.util.Locale;

/**
 * What of a request's head tells how it is to be met by an app that sleeps. Texts are empty where
 * the request lacks the field.
 *
 * @param fetchMode {@code Sec-Fetch-Mode} (W3C Fetch Metadata)
 * @param prefer {@code Prefer} (RFC 7240), all its values
 * @param upgrades whether it asks for another protocol
 */
public record WakeHead(
    String method,
    String host,
    String path,
    String accept,
    String fetchMode,
    String prefer,
    String userAgent,
    boolean upgrades) {
  private static final String HTML = "text/html";
  private static final String NAVIGATE = "navigate";
  private static final String RESPOND_ASYNC = "respond-async";

  /** Whether it asks for nothing to be done (RFC 9110 §9.2.1), as far as it can be answered so. */
  public boolean isRead() {
    return method.equals("GET") || method.equals("HEAD");
  }

  /**
   * Whether a person waits before a browser for a page. Browsers say so in {@code Sec-Fetch-Mode};
   * of those that do not, what asks for HTML is taken for one.
   */
  public boolean isNavigation() {
    return isRead()
        && (fetchMode.isEmpty() || fetchMode.equalsIgnoreCase(NAVIGATE))
        && accept.toLowerCase(Locale.ROOT).contains(HTML);
  }

  /**
   * Whether its client would rather be told at once where to ask (RFC 7240 §4.1). What is to change
   * something is held all the same: nobody would carry it out later.
   */
  public boolean prefersAsync() {
    return isRead() && asksForAsync();
  }

  private boolean asksForAsync() {
    for (String preference : prefer.split(",", -1)) {
      if (preference.split(";", 2)[0].strip().equalsIgnoreCase(RESPOND_ASYNC)) {
        return true;
      }
    }
    return false;
  }

  /** What the wake is put down to. */
  public WakeCause cause() {
    WakeCause.Agent agent = UserAgents.classify(userAgent, isNavigation());
    boolean stream = upgrades && agent != WakeCause.Agent.BOT;
    return new WakeCause(host, path, stream ? WakeCause.Agent.WEBSOCKET : agent);
  }
}

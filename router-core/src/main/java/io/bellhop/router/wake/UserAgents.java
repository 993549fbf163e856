package io.bellhop.router.wake;

import io.bellhop.model.wake.WakeCause;
import java.util.regex.Pattern;

/** Tells roughly who asks, by what the user agent says of itself. */
public final class UserAgents {
  private static final Pattern BOT =
      Pattern.compile(
          "bot\\b|bot/|crawl|spider|slurp|monitor|uptime|pingdom|statuscake|healthcheck|kube-probe"
              + "|prometheus|blackbox|scanner",
          Pattern.CASE_INSENSITIVE);

  /** Who sends more than that is not read further. */
  private static final int READ = 400;

  private UserAgents() {}

  /**
   * The class of a user agent.
   *
   * @param navigation whether the request is one that a browser makes to show a page
   */
  public static WakeCause.Agent classify(String userAgent, boolean navigation) {
    String read = userAgent.length() <= READ ? userAgent : userAgent.substring(0, READ);
    if (BOT.matcher(read).find()) {
      return WakeCause.Agent.BOT;
    }
    return navigation ? WakeCause.Agent.BROWSER : WakeCause.Agent.CLIENT;
  }
}

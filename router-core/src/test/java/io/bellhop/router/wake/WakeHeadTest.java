package io.bellhop.router.wake;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.PathPrefix;
import io.bellhop.model.WakeBudget;
import io.bellhop.model.WakeSpec;
import io.bellhop.model.wake.WakeCause;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a sleeping app takes a request, by its head. */
class WakeHeadTest {
  private static final String BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";

  private static WakeHead head(String method, String accept, String mode, String prefer) {
    return new WakeHead(method, "shop.test", "/", accept, mode, prefer, "Mozilla/5.0", false);
  }

  private static WakeHead agent(String path, String userAgent) {
    return new WakeHead("GET", "shop.test", path, "*/*", "", "", userAgent, false);
  }

  private static WakeSpec spec(boolean page) {
    return new WakeSpec(
        Duration.ofSeconds(60),
        page,
        Duration.ofSeconds(3),
        List.of(new PathPrefix("/up")),
        List.of("UptimeRobot"),
        false,
        WakeBudget.UNBOUNDED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET  | text/html,*/*;q=0.8 | navigate | true
          GET  | Text/HTML           | ''       | true
          HEAD | text/html           | navigate | true
          POST | text/html           | navigate | false
          GET  | text/html           | cors     | false
          GET  | application/json    | ''       | false
          GET  | */*                 | navigate | false
          """)
  void aNavigationIsWhatABrowserShows(
      String method, String accept, String mode, boolean navigation) {
    assertThat(head(method, accept, mode, "").isNavigation()).isEqualTo(navigation);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET  | respond-async                    | true
          GET  | return=minimal, Respond-Async    | true
          GET  | respond-async;x=1, wait=10       | true
          GET  | respond-asynchronously           | false
          GET  | wait=10                          | false
          POST | respond-async                    | false
          """)
  void onlyWhatChangesNothingIsAnsweredLater(String method, String prefer, boolean async) {
    assertThat(head(method, "*/*", "", prefer).prefersAsync()).isEqualTo(async);
  }

  @Test
  void aPageIsForNavigationsThatWouldWaitForLong() {
    WakeHead browser = head("GET", BROWSER, "navigate", "");
    Optional<Duration> brief = Optional.of(Duration.ofSeconds(3));
    Optional<Duration> lengthy = Optional.of(Duration.ofMillis(3_001));
    assertThat(Manner.of(browser, spec(true), lengthy)).isEqualTo(Manner.PAGE);
    assertThat(Manner.of(browser, spec(true), brief)).isEqualTo(Manner.HOLD);
    assertThat(Manner.of(browser, spec(true), Optional.empty())).isEqualTo(Manner.HOLD);
    assertThat(Manner.of(browser, spec(false), lengthy)).isEqualTo(Manner.HOLD);
    assertThat(Manner.of(head("GET", "*/*", "", ""), spec(true), lengthy)).isEqualTo(Manner.HOLD);
    assertThat(Manner.of(head("GET", BROWSER, "", "respond-async"), spec(true), brief))
        .isEqualTo(Manner.ACCEPTED);
  }

  @Test
  void monitorsAreKnownByPathOrAgentIfTheyOnlyRead() {
    assertThat(Monitors.match(spec(true), agent("/up/deep", "curl/8"))).isTrue();
    assertThat(Monitors.match(spec(true), agent("/upload", "curl/8"))).isFalse();
    assertThat(Monitors.match(spec(true), agent("/", "Mozilla/5.0 (uptimerobot/2.0)"))).isTrue();
    WakeHead post = new WakeHead("POST", "shop.test", "/up", "", "", "", "UptimeRobot", false);
    assertThat(Monitors.match(spec(true), post)).isFalse();
    assertThat(Monitors.any(spec(true))).isTrue();
    assertThat(Monitors.any(WakeSpec.DEFAULT)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html) | BOT
          Mozilla/5.0+(compatible; UptimeRobot/2.0)                                | BOT
          kube-probe/1.29                                                          | BOT
          curl/8.5.0                                                               | CLIENT
          ''                                                                       | CLIENT
          """)
  void whoAsksIsTakenFromTheUserAgent(String userAgent, WakeCause.Agent expected) {
    assertThat(agent("/", userAgent).cause().agent()).isEqualTo(expected);
  }

  @Test
  void whoAsksForAnotherProtocolIsTakenForAWebSocket() {
    WakeHead socket = new WakeHead("GET", "shop.test", "/live", "", "", "", "Mozilla/5.0", true);
    assertThat(socket.cause().agent()).isEqualTo(WakeCause.Agent.WEBSOCKET);
  }

  @Test
  void aNavigationIsABrowsersUnlessItSaysOtherwise() {
    assertThat(head("GET", BROWSER, "navigate", "").cause().agent())
        .isEqualTo(WakeCause.Agent.BROWSER);
  }
}

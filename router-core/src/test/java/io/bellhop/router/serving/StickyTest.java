package io.bellhop.router.serving;

import static io.bellhop.router.testing.Messages.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.HashKey;
import io.bellhop.model.StickySpec;
import io.bellhop.model.StickySpec.SameSite;
import io.bellhop.router.testing.Checked;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawResponse;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestApp;
import io.bellhop.router.testing.TestSettings;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client comes back to the instance that answered it, by a cookie. */
class StickyTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  private static final Pattern COOKIE =
      Pattern.compile("inst=([A-Za-z0-9_-]{22}); Path=/; HttpOnly; SameSite=Lax");

  private final RawBackend one = router.backend(Script.answer("one"));
  private final RawBackend two = router.backend(Script.answer("two"));
  private final RawBackend next = router.backend(Script.answer("next"));

  private static TestApp sticky(TestApp app) {
    StickySpec spec = new StickySpec(new HashKey.Cookie("inst"), SameSite.LAX);
    return app.spec(each -> each.withSticky(Optional.of(spec)));
  }

  private TestApp app() {
    return sticky(TestApp.of(one, two)).deployment("v2", 0, next);
  }

  private static String cookieOf(RawResponse response) {
    Matcher cookie = COOKIE.matcher(response.fields().first("Set-Cookie").orElse("none"));
    assertThat(cookie.matches()).isTrue();
    return cookie.group(1);
  }

  private static RawResponse with(String cookie) throws IOException {
    return router.ask(get("/", "Cookie: a=b; inst=" + cookie));
  }

  private static String cookieFor(String text) throws IOException {
    RawResponse response = router.ask(get("/"));
    while (!response.text().equals(text)) {
      response = router.ask(get("/"));
    }
    return cookieOf(response);
  }

  @Test
  void aClientComesBackToItsInstanceAndIsGivenTheCookieOnce() throws IOException {
    router.publish(app());
    for (String text : new String[] {"one", "two"}) {
      String cookie = cookieFor(text);
      for (int i = 0; i < 10; i++) {
        RawResponse again = with(cookie);
        assertThat(again.text()).isEqualTo(text);
        assertThat(again.fields().has("Set-Cookie")).isFalse();
      }
    }
  }

  @Test
  void everyRouterKnowsTheCookiesOfTheOthers() throws IOException {
    router.publish(app());
    String cookie = cookieFor("two");
    try (RouterFixture other = RouterFixture.start(TestSettings.DEFAULT)) {
      other.publish(app());
      for (int i = 0; i < 10; i++) {
        assertThat(other.ask(get("/", "Cookie: inst=" + cookie)).text()).isEqualTo("two");
      }
    }
  }

  @Test
  void aDrainedDeploymentsCookieIsIgnored() throws IOException {
    TestApp app = app();
    router.publish(app);
    String cookie = cookieFor("one");
    router.publish(app.switchTo("v2"));
    RawResponse moved = with(cookie);
    assertThat(moved.text()).isEqualTo("next");
    assertThat(cookieOf(moved)).isNotEqualTo(cookie);
  }

  @Test
  void aCookieSurvivesAChangeOfWeightsAsItsInstanceDoes() throws IOException {
    TestApp app = app();
    router.publish(app);
    String cookie = cookieFor("one");
    router.publish(app.weight("v2", 1_000));
    for (int i = 0; i < 10; i++) {
      assertThat(with(cookie).text()).isEqualTo("one");
    }
  }

  @Test
  void anInstanceThatFailsLosesItsClients() throws IOException {
    TestApp app = app();
    router.publish(app);
    String cookie = cookieFor("one");
    router.publish(Checked.failing(app, one));
    RawResponse moved = with(cookie);
    assertThat(moved.text()).isEqualTo("two");
    assertThat(with(cookieOf(moved)).text()).isEqualTo("two");
  }

  @Test
  void aCookieThatNobodyMadeIsReplaced() throws IOException {
    router.publish(app());
    assertThat(cookieOf(with("forged"))).hasSize(22);
  }

  @Test
  void anAppThatIsNotStickySetsNoCookie() throws IOException {
    router.publish(TestApp.of(one));
    assertThat(router.ask(get("/")).fields().has("Set-Cookie")).isFalse();
  }
}

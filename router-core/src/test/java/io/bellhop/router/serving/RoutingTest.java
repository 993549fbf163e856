package io.bellhop.router.serving;

import static io.bellhop.router.testing.Messages.requestTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.router.testing.RawResponse;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestApp;
import io.bellhop.router.testing.TestSettings;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From host and path to an app. */
class RoutingTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  @BeforeEach
  void publishApps() {
    publish("shop", "/", "shop.test", "www.shop.test");
    publish("api", "/api", "shop.test");
    publish("v2", "/api/v2", "shop.test");
    publish("wide", "/", "*.shop.test");
    publish("deep", "/", "*.eu.shop.test");
    publish("six", "/", "[::1]");
    publish("only", "/only", "only.test");
  }

  private static TestApp publish(String name, String path, String... hosts) {
    TestApp app =
        TestApp.named(name)
            .hosts(hosts)
            .paths(path)
            .deployment("v1", 1, router.backend(Script.answer(name)));
    router.publish(app);
    return app;
  }

  private static RawResponse ask(String host, String path) throws IOException {
    return router.ask(requestTo(host, "GET", path));
  }

  @ParameterizedTest
  @CsvSource({
    "shop.test, /, shop",
    "www.shop.test, /x, shop",
    "SHOP.Test, /, shop",
    "shop.test:8080, /, shop",
    "shop.test., /, shop",
    "shop.test, /api, api",
    "shop.test, /api/, api",
    "shop.test, /api/x, api",
    "shop.test, /api?x=/api/v2, api",
    "shop.test, /apis, shop",
    "shop.test, /api/v2/x, v2",
    "shop.test, /api/v20, api",
    "shop.test, /API, shop",
    "a.shop.test, /, wide",
    "a.b.shop.test, /, wide",
    "a.eu.shop.test, /, deep",
    "eu.shop.test, /, wide",
    "[::1], /, six",
    "[::1]:80, /, six",
    "only.test, /only/x, only"
  })
  void theMostSpecificRouteWins(String host, String path, String app) throws IOException {
    assertThat(ask(host, path).text()).isEqualTo(app);
  }

  @ParameterizedTest
  @CsvSource({
    "shop.test, /x/../api/y, api",
    "shop.test, /api/../x, shop",
    "shop.test, /x/%2e%2e/api/y, api"
  })
  void dotSegmentsAreRoutedAsTheyResolve(String host, String path, String app) throws IOException {
    RawResponse response = ask(host, path);
    assertThat(response.status() == 400 || response.text().equals(app)).isTrue();
  }

  @Test
  void anUnknownHostIsA404() throws IOException {
    RawResponse response = ask("nobody.test", "/");
    assertThat(response.status()).isEqualTo(404);
    assertThat(response.failure()).isEqualTo("unknown_host");
  }

  @Test
  void anEmptyHostIsNobodys() throws IOException {
    assertThat(ask("", "/").failure()).isIn("unknown_host", "bad_host");
  }

  @Test
  void anUnknownPathOfAKnownHostIsA404() throws IOException {
    RawResponse response = ask("only.test", "/other");
    assertThat(response.status()).isEqualTo(404);
    assertThat(response.failure()).isIn("unknown_path", "unknown_host");
  }

  @Test
  void theDefaultAppTakesWhatNobodyElseDoes() throws IOException {
    TestApp fallback = publish("default", "/", "*");
    assertThat(ask("nobody.test", "/").text()).isEqualTo("default");
    assertThat(ask("shop.test", "/").text()).isEqualTo("shop");
    router.remove(fallback);
    assertThat(ask("nobody.test", "/").status()).isEqualTo(404);
  }

  @Test
  void aRemovedAppIsUnknown() throws IOException {
    TestApp app = publish("gone", "/", "gone.test");
    assertThat(ask("gone.test", "/").status()).isEqualTo(200);
    router.remove(app);
    assertThat(ask("gone.test", "/").status()).isEqualTo(404);
  }

  @Test
  void anAppThatChangesItsHostsLeavesTheOldOnes() throws IOException {
    TestApp app = publish("mover", "/", "old.test", "both.test");
    router.publish(app.hosts("new.test", "both.test"));
    assertThat(ask("new.test", "/").text()).isEqualTo("mover");
    assertThat(ask("both.test", "/").text()).isEqualTo("mover");
    assertThat(ask("old.test", "/").status()).isEqualTo(404);
  }

  @Test
  void oneConnectionMayAskForSeveralApps() throws IOException {
    var conversation =
        router.converse(
            requestTo("shop.test", "GET", "/")
                + requestTo("shop.test", "GET", "/api")
                + requestTo("a.shop.test", "GET", "/", "Connection: close"));
    assertThat(conversation.texts()).containsExactly("shop", "api", "wide");
  }
}

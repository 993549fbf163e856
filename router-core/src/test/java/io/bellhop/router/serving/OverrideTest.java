package io.bellhop.router.serving;

import static io.bellhop.router.testing.Messages.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.HashKey;
import io.bellhop.model.SplitSpec;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A tester names the deployment that is to answer, and no other does. */
class OverrideTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  private static final int TIMES = 10;

  private final RawBackend old = router.backend(Script.answer("old"));
  private final RawBackend canary = router.backend(Script.answer("canary"));

  private TestApp app() {
    SplitSpec split =
        new SplitSpec(
            Optional.empty(),
            Optional.of(new HashKey.Header("X-Deployment")),
            Optional.of(new HashKey.Cookie("deployment")));
    StickySpec sticky = new StickySpec(new HashKey.Cookie("inst"), SameSite.LAX);
    return TestApp.of(old)
        .deployment("v2", 1, canary)
        .weight("v1", 99)
        .spec(spec -> spec.withSplit(split).withSticky(Optional.of(sticky)));
  }

  private static void assertAlways(String text, String field) throws IOException {
    for (int i = 0; i < TIMES; i++) {
      assertThat(router.ask(get("/", field)).text()).isEqualTo(text);
    }
  }

  private static void assertFails(int status, String code, String field) throws IOException {
    RawResponse response = router.ask(get("/", field));
    assertThat(response.status()).isEqualTo(status);
    assertThat(response.failure()).isEqualTo(code);
  }

  @Test
  void aTesterIsAnsweredByTheDeploymentThatItNames() throws IOException {
    router.publish(app());
    assertAlways("canary", "X-Deployment: v2");
    assertAlways("canary", "Cookie: a=b; deployment=v2");
    assertAlways("old", "X-Deployment: v1");
  }

  @Test
  void theNameWinsOverAStickyCookie() throws IOException {
    router.publish(app());
    String sticky =
        router
            .ask(get("/", "X-Deployment: v1"))
            .fields()
            .first("Set-Cookie")
            .orElseThrow()
            .replaceFirst(";.*", "");
    assertAlways("old", "Cookie: " + sticky);
    assertAlways("canary", "Cookie: " + sticky + "; deployment=v2");
  }

  @Test
  void aNameWithoutTrafficIsNotAnsweredByAnother() throws IOException {
    TestApp app = app();
    router.publish(app);
    assertFails(404, "unknown_deployment", "X-Deployment: v9");
    router.publish(app.switchTo("v1"));
    assertFails(404, "unknown_deployment", "X-Deployment: v2");
    assertThat(router.ask(get("/")).text()).isEqualTo("old");
  }

  @Test
  void aDeploymentWithoutHealthyInstancesIsNotHelpedOut() throws IOException {
    TestApp app = app();
    router.publish(app);
    router.publish(Checked.failing(app, canary));
    assertFails(503, "deployment_unavailable", "X-Deployment: v2");
    assertThat(router.ask(get("/")).text()).isEqualTo("old");
  }
}

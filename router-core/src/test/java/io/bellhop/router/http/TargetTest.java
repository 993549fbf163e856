package io.bellhop.router.http;

import static io.bellhop.router.testing.Messages.get;
import static io.bellhop.router.testing.Messages.request;
import static io.bellhop.router.testing.Messages.requestTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawResponse;
import io.bellhop.router.testing.ReceivedRequest;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestSettings;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Request targets (RFC 9112 §3.2). */
class TargetTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a%2Fb%2fc/%41%7e~//d;v=1/e%20f?x=%2F+%20&y=a=b&z&&%5B",
        "/q?",
        "/x%0d%0aX-Inj:%201",
        "/a//b",
        "/?a=/../b",
        "/'()*!$,@:"
      })
  void originFormPassesByteForByte(String target) throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    assertThat(router.ask(get(target)).status()).isEqualTo(200);
    ReceivedRequest received = backend.awaitRequest();
    assertThat(received.target()).isEqualTo(target);
    assertThat(received.fields().has("X-Inj")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a/../b/./c", "/a/%2e%2e/b", "/../../../etc", "/.%2E/x"})
  void dotSegmentsPassUnchangedOrAreRefused(String target) throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    RawResponse response = router.ask(get(target));
    assertThat(response.status()).isIn(200, 400);
    assertThat(backend.requests()).allMatch(request -> request.target().equals(target));
  }

  @Test
  void aLongTargetPasses() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    String target = "/" + "a".repeat(7_900);
    assertThat(router.ask(get(target)).status()).isEqualTo(200);
    assertThat(backend.awaitRequest().target()).isEqualTo(target);
  }

  @Test
  void absoluteFormIsSentOnInOriginForm() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    assertThat(router.ask(get("http://a.test/abs?q=1")).status()).isEqualTo(200);
    assertThat(backend.awaitRequest().target()).isEqualTo("/abs?q=1");
    assertThat(backend.awaitRequest().fields().all("Host")).containsExactly("a.test");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://a.test", "HTTP://A.TEST", "http://a.test?q=1"})
  void absoluteFormMayLackAPath(String target) throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    assertThat(router.ask(get(target)).status()).isEqualTo(200);
    assertThat(backend.awaitRequest().target()).isEqualTo(target.contains("?") ? "/?q=1" : "/");
  }

  @Test
  void theAuthorityOfAbsoluteFormWinsOverHost() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    RawResponse response = router.ask(requestTo("evil.test", "GET", "http://a.test/x"));
    assertThat(response.status()).isIn(200, 400);
    assertThat(backend.requests())
        .allSatisfy(request -> assertThat(request.fields().all("Host")).containsExactly("a.test"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://user@a.test/", "ftp://a.test/", "http:///x", "http://a.test:x/"})
  void anAuthorityThatIsNoneIsRefused(String target) throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    assertThat(router.ask(get(target)).status()).isEqualTo(400);
    assertThat(backend.requests()).isEmpty();
  }

  @Test
  void aFragmentIsNeverSentOn() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    assertThat(router.ask(get("/f#frag")).status()).isIn(200, 400);
    assertThat(backend.requests()).noneMatch(request -> request.target().contains("#"));
  }

  @Test
  void optionsStarIsAnsweredOrSentOnAsSuch() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    assertThat(router.ask(request("OPTIONS", "*")).status()).isIn(200, 204);
    assertThat(backend.requests()).allMatch(request -> request.target().equals("*"));
  }

  @Test
  void starIsForOptionsOnly() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    assertThat(router.ask(get("*")).status()).isEqualTo(400);
    assertThat(backend.requests()).isEmpty();
  }
}

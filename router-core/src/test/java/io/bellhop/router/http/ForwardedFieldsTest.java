package io.bellhop.router.http;

import static io.bellhop.router.testing.Messages.get;
import static io.bellhop.router.testing.Messages.requestTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.router.settings.Forwarding;
import io.bellhop.router.testing.Fields;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.ReceivedRequest;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestSettings;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a backend is told of the client, and whose word is taken for it. */
class ForwardedFieldsTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  @RegisterExtension
  static final RouterFixture trusting =
      RouterFixture.start(
          TestSettings.with(new Forwarding(List.of("10.0.0.0/8", "127.0.0.0/8"), true, "door")));

  private static Fields received(RouterFixture by, String message) throws IOException {
    RawBackend backend = by.serve(Script.answer("ok"));
    assertThat(by.ask(message).status()).isEqualTo(200);
    return backend.awaitRequest().fields();
  }

  @Test
  void theClientsAddressIsTold() throws IOException {
    Fields fields = received(router, get("/"));
    assertThat(fields.all("X-Forwarded-For")).containsExactly("127.0.0.1");
    assertThat(fields.all("X-Forwarded-Proto")).containsExactly("http");
    assertThat(fields.all("X-Forwarded-Host")).containsExactly("a.test");
    assertThat(fields.all("X-Forwarded-Port"))
        .containsExactly(Integer.toString(router.address().getPort()));
  }

  @Test
  void whatAStrangerSaysOfItselfIsReplaced() throws IOException {
    Fields fields =
        received(
            router,
            get(
                "/",
                "X-Forwarded-For: 192.0.2.1",
                "X-Forwarded-For: 192.0.2.2, unknown",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: evil.test",
                "X-Forwarded-Port: 443",
                "Forwarded: for=192.0.2.1;proto=https"));
    assertThat(fields.all("X-Forwarded-For")).containsExactly("127.0.0.1");
    assertThat(fields.all("X-Forwarded-Proto")).containsExactly("http");
    assertThat(fields.all("X-Forwarded-Host")).containsExactly("a.test");
    assertThat(fields.all("X-Forwarded-Port")).doesNotContain("443");
    assertThat(fields.has("Forwarded")).isFalse();
  }

  @Test
  void whatATrustedProxySaysIsKeptAndItsAddressAppended() throws IOException {
    Fields fields =
        received(
            trusting,
            get(
                "/",
                "X-Forwarded-For: 192.0.2.1",
                "X-Forwarded-For: 192.0.2.2",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: shop.test",
                "X-Forwarded-Port: 443"));
    assertThat(fields.tokens("X-Forwarded-For"))
        .containsExactly("192.0.2.1", "192.0.2.2", "127.0.0.1");
    assertThat(fields.all("X-Forwarded-Proto")).containsExactly("https");
    assertThat(fields.all("X-Forwarded-Host")).containsExactly("shop.test");
    assertThat(fields.all("X-Forwarded-Port")).containsExactly("443");
  }

  @Test
  void theForwardedFieldIsAppendedToWhereTheSettingAsksForIt() throws IOException {
    Fields fields = received(trusting, get("/", "Forwarded: for=192.0.2.1;proto=https"));
    List<String> elements = fields.tokens("Forwarded");
    assertThat(elements).hasSize(2);
    assertThat(elements.get(0)).isEqualTo("for=192.0.2.1;proto=https");
    assertThat(elements.get(1)).contains("for=127.0.0.1").contains("proto=http");
  }

  @Test
  void theForwardedFieldIsNotSentWhereTheSettingDoesNotAskForIt() throws IOException {
    assertThat(received(router, get("/")).has("Forwarded")).isFalse();
  }

  @Test
  void viaNamesTheRouterAfterThoseBefore() throws IOException {
    assertThat(received(router, get("/", "Via: 1.0 first")).tokens("Via"))
        .containsExactly("1.0 first", "1.1 bellhop");
    assertThat(received(trusting, get("/")).tokens("Via")).containsExactly("1.1 door");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.test", "A.Test", "a.test:8080", "a.test."})
  void hostPassesAsTheClientWroteIt(String host) throws IOException {
    Fields fields = received(router, requestTo(host, "GET", "/"));
    assertThat(fields.all("Host")).containsExactly(host);
  }

  @Test
  void aRequestIdIsKept() throws IOException {
    assertThat(received(router, get("/", "X-Request-Id: abc-123")).all("X-Request-Id"))
        .containsExactly("abc-123");
  }

  @Test
  void aRequestIdIsMadeForEachRequestThatHasNone() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    HashSet<String> ids = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      router.ask(get("/"));
    }
    for (ReceivedRequest request : backend.requests()) {
      ids.add(request.fields().first("X-Request-Id").orElse(""));
    }
    assertThat(ids).hasSize(20).doesNotContain("");
  }

  @Test
  void aRequestIdThatCouldHarmALogIsReplaced() throws IOException {
    String wild = "a\"b\\c" + "d".repeat(500);
    assertThat(received(router, get("/", "X-Request-Id: " + wild)).all("X-Request-Id"))
        .hasSize(1)
        .doesNotContain(wild);
  }

  @Test
  void theArrivalTimeIsTold() throws IOException {
    long before = System.currentTimeMillis();
    String start = received(router, get("/")).first("X-Request-Start").orElse("");
    long after = System.currentTimeMillis();
    assertThat(start).startsWith("t=");
    assertThat(Long.parseLong(start.substring(2))).isBetween(before, after);
  }

  @Test
  void anArrivalTimeIsBelievedOfTrustedProxiesOnly() throws IOException {
    String message = get("/", "X-Request-Start: t=1");
    assertThat(received(trusting, message).all("X-Request-Start")).containsExactly("t=1");
    assertThat(received(router, message).all("X-Request-Start")).hasSize(1).doesNotContain("t=1");
  }
}

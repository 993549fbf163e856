package io.bellhop.router.http;

import static io.bellhop.router.testing.Messages.get;
import static io.bellhop.router.testing.Messages.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.router.testing.Fields;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawResponse;
import io.bellhop.router.testing.ReceivedRequest;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.Script;
import io.bellhop.router.testing.TestSettings;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which fields stay on one hop and which go end to end (RFC 9110 §7.6). */
class HopByHopTest {
  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  @Test
  void hopByHopRequestFieldsStayHere() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    router.ask(
        get(
            "/",
            "Connection: X-Hop, keep-alive",
            "X-Hop: 1",
            "Keep-Alive: timeout=9",
            "Proxy-Connection: keep-alive",
            "X-End: 2"));
    Fields fields = backend.awaitRequest().fields();
    assertThat(fields.has("X-Hop")).isFalse();
    assertThat(fields.has("Keep-Alive")).isFalse();
    assertThat(fields.has("Proxy-Connection")).isFalse();
    assertThat(fields.tokens("Connection")).doesNotContain("x-hop", "close");
    assertThat(fields.all("X-End")).containsExactly("2");
  }

  @Test
  void teSaysNothingButTrailers() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    router.ask(get("/", "Connection: TE", "TE: gzip;q=0.5, trailers"));
    assertThat(backend.awaitRequest().fields().tokens("TE")).isSubsetOf("trailers");
  }

  @Test
  void connectionCannotNameAwayWhatAMessageNeeds() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    String message =
        request(
                "POST",
                "/",
                "Connection: close, Host, Content-Length, Authorization, X-Forwarded-For, Via",
                "Authorization: Basic eA==",
                "Content-Length: 5")
            + "hello";
    assertThat(router.ask(message).status()).isEqualTo(200);
    ReceivedRequest received = backend.awaitRequest();
    assertThat(received.body().text()).isEqualTo("hello");
    assertThat(received.fields().all("Host")).containsExactly("a.test");
    assertThat(received.fields().all("X-Forwarded-For")).containsExactly("127.0.0.1");
    assertThat(received.fields().has("Via")).isTrue();
  }

  @Test
  void connectionCannotHideTheClientsAddress() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    router.ask(get("/", "Connection: keep-alive, X-Forwarded-For, X-Forwarded-Proto"));
    Fields fields = backend.awaitRequest().fields();
    assertThat(fields.all("X-Forwarded-For")).containsExactly("127.0.0.1");
    assertThat(fields.all("X-Forwarded-Proto")).containsExactly("http");
  }

  @Test
  void hopByHopResponseFieldsStayHere() throws IOException {
    router.serve(
        Script.answer(
            "ok", "Connection: X-Hop", "X-Hop: 1", "Keep-Alive: timeout=7, max=3", "X-End: 2"));
    RawResponse response = router.ask(get("/"));
    assertThat(response.fields().has("X-Hop")).isFalse();
    assertThat(response.fields().all("Keep-Alive")).doesNotContain("timeout=7, max=3");
    assertThat(response.fields().all("X-End")).containsExactly("2");
  }

  @Test
  void aBackendCannotPassItselfOffAsTheRouter() throws IOException {
    router.serve(Script.answer("ok", "X-Bellhop-Error: no_instances"));
    assertThat(router.ask(get("/")).failure()).isEmpty();
  }

  @Test
  void aBackendCannotPassItselfOffAsARunOfItsOwn() throws IOException {
    router.serve(Script.answer("ok", "X-Bellhop-Run: r1", "X-Own: 1"));
    RawResponse response = router.ask(get("/"));
    assertThat(response.fields().has("X-Own")).isTrue();
    assertThat(response.fields().has("X-Bellhop-Run")).isFalse();
  }

  @Test
  void ordinaryRequestFieldsPassUnchanged() throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    List<String> sent =
        List.of(
            "Accept: */*",
            "Accept-Encoding: gzip, br;q=0.1",
            "Authorization: Bearer a.b.c",
            "Cookie: a=b; c=d",
            "Range: bytes=0-9",
            "If-None-Match: W/\"x\"",
            "X-Multi: 1",
            "X-Multi: 2",
            "User-Agent: some (a; b)",
            "Referer: http://x.test/?a=b",
            "Cache-Control: no-cache",
            "Content-Type: text/plain; charset=utf-8",
            "X-Empty: ");
    router.ask(get("/", sent.toArray(String[]::new)));
    assertThat(lines(backend.awaitRequest().fields())).containsSubsequence(sent);
  }

  @Test
  void ordinaryResponseFieldsPassUnchanged() throws IOException {
    String[] sent = {
      "Set-Cookie: a=1; Path=/",
      "Set-Cookie: b=2, c",
      "ETag: \"x\"",
      "Vary: Accept",
      "X-Multi: 1",
      "X-Multi: 2",
      "Location: /a%2Fb",
      "WWW-Authenticate: Basic realm=\"a, b\"",
      "Cache-Control: max-age=5, private",
      "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT"
    };
    router.serve(Script.answer("ok", sent));
    assertThat(lines(router.ask(get("/")).fields())).containsSubsequence(Arrays.asList(sent));
  }

  private static List<String> lines(Fields fields) {
    Stream<String> lines =
        fields.lines().stream().map(field -> field.name() + ": " + field.value());
    return lines.toList();
  }
}

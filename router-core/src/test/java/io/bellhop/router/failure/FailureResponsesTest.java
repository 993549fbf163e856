package io.bellhop.router.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bellhop.model.ErrorPages;
import io.netty.handler.codec.http.FullHttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailureResponsesTest {
  private static final String HOSTILE_ID = "<script>\"'&\\</script>";
  private static final ErrorPages APP_PAGES =
      new ErrorPages(
          Map.of(
              "503", "<p>by status {{status}} {{request_id}}</p>",
              "no_instances",
                  "<p>by code {{code}}: {{title}}. {{explanation}} {{request_id}}</p>"));

  private final FailureResponses responses = new FailureResponses();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                                        | text/plain; charset=utf-8
          */*                                                       | text/plain; charset=utf-8
          text/html                                                 | text/html; charset=utf-8
          TEXT/HTML                                                 | text/html; charset=utf-8
          text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | text/html; charset=utf-8
          application/json                                          | application/problem+json
          application/problem+json                                  | application/problem+json
          application/*                                             | application/problem+json
          application/json, text/plain, */*                         | application/problem+json
          application/json, */*;q=0.1                               | application/problem+json
          application/json;q=0.5, text/html;q=0.6                   | text/html; charset=utf-8
          text/html;level=1;q=0.2, application/json; Q=0.3          | application/problem+json
          text/*                                                    | text/plain; charset=utf-8
          text/plain;q=0, */*                                       | application/problem+json
          text/plain;q=0, application/json;q=0, */*;q=0.001         | text/html; charset=utf-8
          image/avif,image/webp,*/*;q=0.8                           | text/plain; charset=utf-8
          image/png                                                 | text/plain; charset=utf-8
          text/html;q=nonsense, application/json;q=0.1              | application/problem+json
          text/html;q=7, application/json;q=0.1                     | application/problem+json
          ,,;q=1,/,                                                 | text/plain; charset=utf-8
          """)
  void theBodyIsWhatTheClientPrefers(String accept, String contentType) {
    FullHttpResponse response = render(Failure.UNKNOWN_HOST, accept, ErrorPages.NONE, "r1");

    assertThat(response.headers().get("Content-Type")).isEqualTo(contentType);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                 | true
          */*                                | true
          text/html                          | true
          text/*                             | true
          application/json, */*              | false
          application/json, */*;q=0.1        | false
          text/plain                         | false
          image/png                          | false
          """)
  void theAppsPageIsShownToWhoeverTakesHtmlAsGladly(String accept, boolean shown) {
    FullHttpResponse response = render(Failure.NO_INSTANCES, accept, APP_PAGES, "r1");

    assertThat(body(response).startsWith("<p>by code")).isEqualTo(shown);
  }

  @Test
  void theAppsPageForTheCodeGoesBeforeTheOneForTheStatus() {
    assertThat(body(render(Failure.NO_INSTANCES, "", APP_PAGES, "r1")))
        .isEqualTo(
            "<p>by code no_instances: Service Unavailable."
                + " No instance of this app is running at the moment. r1</p>");
    assertThat(body(render(Failure.APP_STOPPED, "", APP_PAGES, "r2")))
        .isEqualTo("<p>by status 503 r2</p>");
    assertThat(body(render(Failure.BAD_RESPONSE, "", APP_PAGES, "r3")))
        .startsWith("502 Bad Gateway");
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void everyResponseNamesItsFailureAndIsNotCached(Failure failure) {
    FullHttpResponse response = render(failure, "", ErrorPages.NONE, "r1");

    assertThat(response.status().code()).isEqualTo(failure.status());
    assertThat(response.headers().get("X-Bellhop-Error")).isEqualTo(failure.code());
    assertThat(response.headers().get("X-Request-Id")).isEqualTo("r1");
    assertThat(response.headers().get("Cache-Control")).isEqualTo("no-store");
    assertThat(response.headers().getInt("Content-Length"))
        .isEqualTo(response.content().readableBytes());
    assertThat(response.headers().getInt("Retry-After", 0)).isEqualTo(failure.retryAfterSeconds());
    assertThat(response.headers().contains("Allow")).isEqualTo(failure == Failure.METHOD_REFUSED);
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void everyKindOfBodySaysWhatFailed(Failure failure) {
    for (String accept : new String[] {"text/plain", "text/html", "application/json"}) {
      assertThat(body(render(failure, accept, ErrorPages.NONE, "request-7")))
          .contains(failure.code(), Integer.toString(failure.status()), "request-7")
          .contains(failure.explanation().replace("'", accept.endsWith("html") ? "&#39;" : "'"))
          .doesNotContain("{{");
    }
  }

  @Test
  void theJsonBodyIsAProblemDetail() throws IOException {
    JsonNode problem =
        JsonMapper.builder()
            .build()
            .readTree(
                body(
                    render(
                        Failure.APP_SATURATED, "application/json", ErrorPages.NONE, HOSTILE_ID)));

    assertThat(problem.get("type").textValue()).isEqualTo("about:blank");
    assertThat(problem.get("title").textValue()).isEqualTo("Service Unavailable");
    assertThat(problem.get("status").intValue()).isEqualTo(503);
    assertThat(problem.get("detail").textValue()).isEqualTo(Failure.APP_SATURATED.explanation());
    assertThat(problem.get("code").textValue()).isEqualTo("app_saturated");
    assertThat(problem.get("fault").textValue()).isEqualTo("app");
    assertThat(problem.get("request_id").textValue()).isEqualTo(HOSTILE_ID);
  }

  @Test
  void anIdFromTheClientCannotAddElementsToAPage() {
    String escaped = "&lt;script&gt;&quot;&#39;&amp;\\&lt;/script&gt;";

    assertThat(body(render(Failure.BAD_HOST, "text/html", ErrorPages.NONE, HOSTILE_ID)))
        .contains(escaped)
        .doesNotContain("<script");
    assertThat(body(render(Failure.APP_STOPPED, "text/html", APP_PAGES, HOSTILE_ID)))
        .isEqualTo("<p>by status 503 " + escaped + "</p>");
  }

  @Test
  void anIdThatLooksLikeAPlaceholderStaysAsItIs() {
    assertThat(body(render(Failure.APP_STOPPED, "", APP_PAGES, "{{code}}{{request_id}}")))
        .isEqualTo("<p>by status 503 {{code}}{{request_id}}</p>");
  }

  @Test
  void aRequestThatWasNeverReadHasNoId() {
    FullHttpResponse response = responses.render(Failure.HEAD_TIMEOUT, FailureContext.UNKNOWN);

    assertThat(response.headers().contains("X-Request-Id")).isFalse();
    assertThat(body(response)).startsWith("408 Request Timeout").endsWith("request: -\n");
  }

  @Test
  void thePageLoadsNothingFromElsewhere() {
    assertThat(body(render(Failure.UNKNOWN_HOST, "text/html", ErrorPages.NONE, "r1")))
        .startsWith("<!DOCTYPE html>\n<html lang=\"en\">")
        .doesNotContainPattern("(?i)src=|href=|url\\(|http:|https:|<script");
  }

  private FullHttpResponse render(
      Failure failure, String accept, ErrorPages pages, String requestId) {
    return responses.render(failure, new FailureContext(accept, pages, requestId));
  }

  private static String body(FullHttpResponse response) {
    return response.content().toString(StandardCharsets.UTF_8);
  }
}

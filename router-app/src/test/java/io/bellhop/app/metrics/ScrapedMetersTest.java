package io.bellhop.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ScrapedMetersTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private ScrapedMeters meters = ScrapedMeters.hidden();

  @BeforeEach
  void show() throws IOException {
    meters = ScrapedMeters.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    meters.registry().counter("bellhop.seen").increment();
  }

  @AfterEach
  void close() {
    meters.close();
  }

  private HttpResponse<String> send(String method, String path, String accept)
      throws IOException, InterruptedException {
    int port = meters.address().orElseThrow().getPort();
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, BodyPublishers.noBody())
            .header("Accept", accept)
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void whatIsMeteredIsScrapedWithTheProgramsOwn() throws Exception {
    HttpResponse<String> answer = send("GET", "/metrics", "*/*");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("version=0.0.4");
    assertThat(answer.body())
        .contains("bellhop_seen_total 1.0", "bellhop_build_info{", "jvm_memory_used_bytes{");
  }

  @Test
  void whoAcceptsOpenMetricsGetsThat() throws Exception {
    HttpResponse<String> answer = send("GET", "/metrics", "application/openmetrics-text");
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("openmetrics");
    assertThat(answer.body()).endsWith("# EOF\n");
  }

  @Test
  void whatElseIsAskedForIsRefusedWithTheWayToAsk() throws Exception {
    assertThat(send("GET", "/", "*/*").statusCode()).isEqualTo(404);
    assertThat(send("GET", "/", "*/*").body()).contains("/metrics");
    assertThat(send("POST", "/metrics", "*/*").statusCode()).isEqualTo(405);
    HttpResponse<String> head = send("HEAD", "/metrics", "*/*");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void aHostThatNobodyKnowsIsRefused() {
    assertThatThrownBy(
            () -> ScrapedMeters.at(InetSocketAddress.createUnresolved("nowhere.invalid", 0)))
        .isInstanceOf(UnknownHostException.class);
  }
}

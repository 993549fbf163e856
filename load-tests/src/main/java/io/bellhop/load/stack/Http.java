package io.bellhop.load.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Single requests. Thread safe. */
public final class Http {
  static final Duration TIMEOUT = Duration.ofSeconds(20);

  private static final HttpClient CLIENT = newClient();

  private Http() {}

  private static HttpClient newClient() {
    // The scenarios say by it which app they mean; the JDK reads this once, before the first
    // client.
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(TIMEOUT)
        .build();
  }

  /** A GET. */
  public static HttpResponse<String> get(URI url) {
    return send(HttpRequest.newBuilder(url).timeout(TIMEOUT).build());
  }

  /** A GET for a host, sent to that address. */
  public static HttpResponse<String> get(URI url, String host) {
    return send(HttpRequest.newBuilder(url).timeout(TIMEOUT).header("Host", host).build());
  }

  /** Sends any request. */
  public static HttpResponse<String> send(HttpRequest request) {
    try {
      return CLIENT.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new LoadTestException("%s %s failed".formatted(request.method(), request.uri()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadTestException("interrupted", e);
    }
  }
}

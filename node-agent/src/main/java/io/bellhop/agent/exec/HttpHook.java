package io.bellhop.agent.exec;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.agent.runtime.FailureCode;
import io.bellhop.agent.runtime.RuntimeFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * An HTTP endpoint of the user's: {@code POST} of {@code
 * {"action":"scale","app":…,"deployment":…,"instances":…,"image":…}}. A status other than 2xx is a
 * failure.
 */
public final class HttpHook implements ScaleHook {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration CONNECT = Duration.ofSeconds(2);

  private final URI endpoint;
  private final Duration timeout;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  /** An endpoint, and how long it may take. */
  public HttpHook(URI endpoint, Duration timeout) {
    this.endpoint = endpoint;
    this.timeout = timeout;
  }

  @Override
  public void scale(ScaleOrder order) throws RuntimeFailure {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .timeout(timeout)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body(order)))
            .build();
    try {
      HttpResponse<Void> response = client.send(request, HttpResponse.BodyHandlers.discarding());
      if (response.statusCode() / 100 != 2) {
        throw failure(order, "answered " + response.statusCode());
      }
    } catch (IOException e) {
      throw failure(order, "could not be called: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RuntimeFailure(FailureCode.AGENT_BUSY, "the agent stops: scale again later", e);
    }
  }

  private static String body(ScaleOrder order) {
    ObjectNode body = JSON.createObjectNode();
    body.put("action", "scale");
    body.put("app", order.deployment().app().value());
    body.put("deployment", order.deployment().deployment().value());
    body.put("instances", order.instances());
    body.put("image", order.spec().image());
    return body.toString();
  }

  private RuntimeFailure failure(ScaleOrder order, String what) {
    return new RuntimeFailure(
        FailureCode.HOOK_FAILED,
        "the hook %s to scale %s to %d %s: see that it runs and answers 2xx; it is called again"
            .formatted(endpoint, order.deployment(), order.instances(), what));
  }

  @Override
  public void close() {}
}

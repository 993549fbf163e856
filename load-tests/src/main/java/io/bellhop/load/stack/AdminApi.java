package io.bellhop.load.stack;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The admin API of one router. Thread safe. */
public final class AdminApi {
  private static final String HEAP = "jvm_memory_used_bytes{area=\"heap\"";

  private final URI base;
  private final String token;

  AdminApi(URI base, String token) {
    this.base = base;
    this.token = token;
  }

  /** Adds an app with one host and these deployments, all of it on the first one. */
  public void createApp(String app, String host, List<Deployment> deployments) {
    change("POST", "/api/v1/apps", "{\"name\":\"%s\",\"hosts\":[\"%s\"]}".formatted(app, host));
    for (Deployment deployment : deployments) {
      change(
          "PUT",
          "/api/v1/apps/%s/deployments/%s".formatted(app, deployment.name()),
          "{\"source\":\"static\",\"addresses\":[\"%s\"]}".formatted(deployment.address()));
    }
    switchTo(app, deployments.get(0).name());
  }

  /** A deployment of one instance at a fixed address, {@code HOST:PORT}. */
  public record Deployment(String name, String address) {}

  /** Gives all of an app's traffic to one deployment; returns once that is written. */
  public void switchTo(String app, String deployment) {
    change(
        "PUT",
        "/api/v1/apps/%s/traffic".formatted(app),
        "{\"weights\":{\"%s\":1}}".formatted(deployment));
  }

  /**
   * Asks for a rollout; returns once that is written.
   *
   * @param optionsJson its options: fields of an object, from a comma on; may be empty
   */
  public void startRollout(String app, String deployment, String optionsJson) {
    change(
        "POST",
        "/api/v1/apps/%s/rollouts".formatted(app),
        "{\"target\":\"%s\"%s}".formatted(deployment, optionsJson));
  }

  private void change(String method, String path, String json) {
    HttpResponse<String> response =
        Http.send(
            HttpRequest.newBuilder(base.resolve(path))
                .timeout(Http.TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(json))
                .build());
    if (response.statusCode() >= 300) {
      throw new LoadTestException(
          "%s %s got %d: %s".formatted(method, path, response.statusCode(), response.body()));
    }
  }

  /** Whether {@code /readyz} says yes; no also where nothing answers yet. */
  public boolean ready() {
    try {
      return get("/readyz").statusCode() == 200;
    } catch (LoadTestException e) {
      return false;
    }
  }

  /** Heap in use now. */
  public long heapMiB() {
    return heapBytes() >> 20;
  }

  /** Heap in use now. */
  public long heapBytes() {
    return metric(HEAP).stream().mapToLong(Double::longValue).sum();
  }

  /** The sums of a metric's series by the value of one label. */
  public Map<String, Long> metricBy(String name, String label) {
    Pattern labelled = Pattern.compile(Pattern.quote(label) + "=\"([^\"]*)\".* (\\S+)$");
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + "{"))
        .map(labelled::matcher)
        .filter(Matcher::find)
        .collect(
            Collectors.groupingBy(
                found -> found.group(1),
                TreeMap::new,
                Collectors.summingLong(found -> Double.valueOf(found.group(2)).longValue())));
  }

  /** The values of all series whose line begins so. */
  public List<Double> metric(String start) {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(start))
        .map(line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
        .collect(Collectors.toList());
  }

  private HttpResponse<String> get(String path) {
    return Http.send(HttpRequest.newBuilder(base.resolve(path)).timeout(Http.TIMEOUT).build());
  }
}

package io.bellhop.load;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Drives a running {@code bellhop dev} while one of its apps is switched to and fro between two
 * deployments. No request may fail, each is answered whole by one of the two, and a switch that was
 * written holds for every request that comes a little later.
 *
 * <p>System properties: {@code bellhop.url} of the router, {@code bellhop.admin} of its admin API,
 * {@code bellhop.token} for it, {@code switches} to make, {@code users} at a time.
 */
public final class SwitchesUnderLoad extends Simulation {
  private static final String ROUTER = System.getProperty("bellhop.url", "http://127.0.0.1:8080");
  private static final String API =
      System.getProperty("bellhop.admin", "http://127.0.0.1:9901") + "/api/v1/apps";
  private static final String TOKEN = System.getProperty("bellhop.token", "");
  private static final int SWITCHES = Integer.getInteger("switches", 300);
  private static final int USERS = Integer.getInteger("users", 20);

  private static final String APP = API + "/gatling";
  private static final String HOST = "gatling.localhost";
  private static final String BODY = "x".repeat(20_000);
  private static final Duration UNTIL_ROUTED = Duration.ofMillis(100);

  private final SlowBackend blue = new SlowBackend("blue");
  private final SlowBackend green = new SlowBackend("green");
  private final AtomicBoolean switching = new AtomicBoolean(true);

  private final HttpProtocolBuilder router = http.baseUrl(ROUTER).header("Host", HOST);
  private final HttpProtocolBuilder admin =
      http.authorizationHeader("Bearer " + TOKEN).contentTypeHeader("application/json");

  /** Sets the app up, then loads and switches it, then removes it. */
  public SwitchesUnderLoad() {
    ScenarioBuilder setUp = scenario("set up").exec(createApp());
    ScenarioBuilder load = scenario("load").exec(asLongAs(session -> switching.get()).on(load()));
    ScenarioBuilder switches = scenario("switches").exec(switches());
    setUp(
            setUp
                .injectOpen(atOnceUsers(1))
                .protocols(admin)
                .andThen(
                    load.injectOpen(atOnceUsers(USERS)).protocols(router),
                    switches.injectOpen(atOnceUsers(1)).protocols(admin)))
        .assertions(
            global().failedRequests().count().is(0L),
            global().successfulRequests().count().gt((long) SWITCHES));
  }

  private ChainBuilder createApp() {
    return exec(
            // What an interrupted run left behind.
            http("remove the app").delete(APP).check(status().in(204, 404)),
            change(
                "create the app",
                "POST",
                API,
                "{\"name\":\"gatling\",\"hosts\":[\"" + HOST + "\"]}"),
            deployment("blue", blue),
            deployment("green", green),
            switchTo("blue"))
        .pause(UNTIL_ROUTED);
  }

  private static HttpRequestActionBuilder deployment(String name, SlowBackend backend) {
    return change(
        "add a deployment",
        "PUT",
        APP + "/deployments/" + name,
        "{\"source\":\"static\",\"addresses\":[\"" + backend.address() + "\"]}");
  }

  private static HttpRequestActionBuilder switchTo(String deployment) {
    return change("switch", "PUT", APP + "/traffic", "{\"weights\":{\"" + deployment + "\":1}}");
  }

  private static HttpRequestActionBuilder change(
      String name, String method, String url, String json) {
    return http(name).httpRequest(method, url).body(StringBody(json)).check(status().in(200, 201));
  }

  private ChainBuilder switches() {
    return repeat(SWITCHES / 2)
        .on(switchAndLook("green"), switchAndLook("blue"))
        .exec(
            session -> {
              switching.set(false);
              return session;
            })
        // The slow requests still run.
        .pause(Duration.ofMillis(2L * SlowBackend.SLOW_MILLIS))
        .exec(http("remove the app").delete(APP).check(status().is(204)));
  }

  private static ChainBuilder switchAndLook(String deployment) {
    return exec(switchTo(deployment))
        .pause(UNTIL_ROUTED)
        .exec(
            http("GET after a switch")
                .get(ROUTER + "/")
                .header("Host", HOST)
                .check(bodyString().is(deployment + " 0")));
  }

  private static ChainBuilder load() {
    return randomSwitch()
        .on(
            percent(70.0).then(exec(http("GET").get("/").check(answered(0)))),
            percent(27.0)
                .then(exec(http("POST").post("/").body(StringBody(BODY)).check(answered(20_000)))),
            percent(3.0).then(exec(http("slow GET").get("/slow").check(answered(0)))))
        .pause(Duration.ofMillis(5));
  }

  private static CheckBuilder answered(int bytes) {
    return bodyString().in("blue " + bytes, "green " + bytes);
  }

  @Override
  public void after() {
    blue.stop();
    green.stop();
  }
}

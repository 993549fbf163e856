package io.bellhop.router.testing;

import static io.bellhop.router.testing.Eventually.eventually;

import io.bellhop.model.TrafficMode;
import io.bellhop.model.WakeBudget;
import io.bellhop.model.WakeSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Apps that sleep behind a router, and the requests that wait for them. */
public record SleepingApps(RouterFixture router, FakeDemand demand) {
  /** Has the router ask this demand, which knows of nothing yet. */
  public void begin() {
    demand.forget();
    router.router().demand(demand);
  }

  /** Publishes an app that sleeps, whose requests wait for a minute. */
  public TestApp asleep() {
    TestApp app =
        TestApp.of()
            .deployment("v1", 1)
            .spec(spec -> spec.withWake(patience(Duration.ofSeconds(60))))
            .mode(TrafficMode.ASLEEP);
    router.publish(app);
    return app;
  }

  /** How long requests wait; browsers wait like everybody else. */
  public static WakeSpec patience(Duration patience) {
    return new WakeSpec(
        patience, false, Duration.ofSeconds(3), List.of(), List.of(), true, WakeBudget.UNBOUNDED);
  }

  /** How many requests are held, of all apps. */
  public double held() {
    return router
        .scrape()
        .lines()
        .filter(line -> line.startsWith("bellhop_requests_held{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Sends a request and waits until it is held. */
  public RawClient heldClient(String message) throws IOException {
    double before = held();
    RawClient client = router.client();
    client.send(message);
    eventually("a held request", () -> held() == before + 1);
    return client;
  }

  /** Answers the call, and publishes the app as its wake was written. */
  public void comes(FakeDemand.Call call, TestApp app) {
    TestApp serving = app.mode(TrafficMode.SERVING);
    call.coming(serving.build().traffic().epoch());
    router.publish(serving);
  }
}

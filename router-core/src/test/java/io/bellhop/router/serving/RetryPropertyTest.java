package io.bellhop.router.serving;

import static io.bellhop.router.testing.Eventually.eventually;
import static io.bellhop.router.testing.Messages.chunk;
import static io.bellhop.router.testing.Messages.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.Instance;
import io.bellhop.model.RetrySpec;
import io.bellhop.router.testing.Checked;
import io.bellhop.router.testing.HangUp;
import io.bellhop.router.testing.Outcomes;
import io.bellhop.router.testing.RawBackend;
import io.bellhop.router.testing.RawResponse;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.TestApp;
import io.bellhop.router.testing.TestSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Over random failures of random kinds, at every point of a request's way: what must not be
 * repeated arrives once at the most, and no answer is ever a wrong one.
 */
class RetryPropertyTest {
  private static final int RUNS = 400;
  private static final int BUFFER = 512;
  private static final List<String> METHODS =
      List.of("GET", "PUT", "DELETE", "OPTIONS", "POST", "POST", "PATCH");
  private static final List<String> REPEATABLE = List.of("GET", "PUT", "DELETE", "OPTIONS");

  @RegisterExtension
  static final RouterFixture router =
      RouterFixture.start(
          TestSettings.oneLoop(TestSettings.retries(Duration.ofSeconds(1), 16 * BUFFER)));

  private final long seed = new Random().nextLong();
  private final Faults faults = new Faults(seed);
  private final Outcomes outcomes = new Outcomes();
  private int answered;
  private int repeated;

  /** One request, and how its app is. */
  private record Run(
      String target, String method, String body, boolean chunked, boolean key, boolean vouched) {

    static Run draw(int number, Random random) {
      String method = METHODS.get(random.nextInt(METHODS.size()));
      int[] lengths = {0, 0, 5, 300, BUFFER + 200};
      boolean bodiless = method.equals("GET") || method.equals("OPTIONS");
      String body = "b".repeat(bodiless ? 0 : lengths[random.nextInt(lengths.length)]);
      return new Run(
          "/" + number,
          method,
          body,
          !body.isEmpty() && random.nextBoolean(),
          random.nextBoolean(),
          random.nextBoolean());
    }

    String message() {
      List<String> fields = new ArrayList<>();
      if (key) {
        fields.add("Idempotency-Key: " + target);
      }
      if (chunked) {
        fields.add("Transfer-Encoding: chunked");
      } else if (!body.isEmpty() || method.startsWith("P")) {
        fields.add("Content-Length: " + body.length());
      }
      String framed = chunked ? chunk(body) + "0\r\n\r\n" : body;
      return request(method, target, fields.toArray(String[]::new)) + framed;
    }

    boolean repeatable() {
      return (REPEATABLE.contains(method) || (key && vouched)) && body.length() <= BUFFER;
    }

    RetrySpec retries() {
      return new RetrySpec(4, 100, 100, Duration.ofSeconds(20), BUFFER, vouched);
    }
  }

  @Test
  void nothingIsRepeatedThatMustNotBeAndNoAnswerIsWrong() throws IOException {
    RawBackend one = router.backend(faults);
    RawBackend two = router.backend(faults);
    RawBackend refusing = router.backend(faults);
    refusing.stopListening();
    Random random = new Random(seed);
    try (HangUp hangUp = HangUp.listen()) {
      List<Instance> always = List.of(one.instance(), two.instance());
      List<Instance> unsure = List.of(refusing.instance(), Instance.ready(hangUp.address()));
      for (int i = 0; i < RUNS; i++) {
        Run run = Run.draw(i, random);
        List<Instance> instances = new ArrayList<>(always);
        unsure.forEach(each -> addIf(random.nextInt(3) == 0, each, instances));
        TestApp app = TestApp.of().instances("v1", 1, instances).retries(run.retries());
        router.publish(Checked.watched(app, outcomes));
        RawBackend sick = random.nextBoolean() ? one : two;
        faults.onStall(
            target -> router.publish(Checked.failing(app, outcomes, List.of(sick.address()))));
        verify(run, router.ask(run.message()));
      }
    }
    assertThat(answered).as("seed %d: answers", seed).isGreaterThan(RUNS / 4);
    assertThat(repeated).as("seed %d: repeated requests", seed).isGreaterThan(RUNS / 20);
    eventually("an end for each attempt", () -> outcomes.begun() == outcomes.ended().size());
  }

  private static void addIf(boolean wanted, Instance instance, List<Instance> instances) {
    if (wanted) {
      instances.add(instance);
    }
  }

  private void verify(Run run, RawResponse response) {
    String what = "seed " + seed + ", " + run;
    int arrivals = faults.arrivals(run.target());
    repeated += arrivals > 1 ? 1 : 0;
    if (response.status() == 200) {
      answered++;
      assertThat(response.text())
          .as(what)
          .isEqualTo(Faults.answerTo(run.method(), run.target(), run.body()));
    } else {
      assertThat(response.failure()).as(what).isNotEmpty();
    }
    assertThat(arrivals).as(what).isLessThanOrEqualTo(run.repeatable() ? 4 : 1);
  }
}

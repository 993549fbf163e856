package io.bellhop.app.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.agent.docker.DockerRuntime;
import io.bellhop.agent.runtime.LaunchKind;
import io.bellhop.agent.runtime.LaunchOrder;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.agent.testing.PodmanService;
import io.bellhop.app.launch.AgentStack.Answer;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.LaunchSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What those see who ask for apps that run in real containers. */
@Tag("containers")
@ExtendWith(PodmanService.class)
final class ContainersTest {
  /** Short, as it is waited for in full; so what an engine is to do in time is tried again. */
  private static final Duration CALL = Duration.ofSeconds(3);

  private static final AgentId HOST = new AgentId("host-a");

  /** Names its run; or has it end with code 7 before there is an answer. */
  private static final String ONE_REQUEST =
      """
      mkdir -p /w/cgi-bin
      cat > /w/cgi-bin/run <<'END'
      #!/bin/sh
      printf 'Content-Type: text/plain\\r\\n\\r\\n%s' "$BELLHOP_RUN"
      END
      cat > /w/cgi-bin/die <<'END'
      #!/bin/sh
      kill -USR1 1
      sleep 600
      END
      chmod +x /w/cgi-bin/*
      trap 'exit 7' USR1
      trap 'exit 0' TERM
      httpd -f -p $PORT -h /w &
      wait
      """;

  @TempDir private static Path folder;
  private static @Nullable AgentStack started;

  @BeforeAll
  static void start() throws Exception {
    started = AgentStack.start(folder);
    String engine = PodmanService.settings().endpoint();
    stack().agent(HOST.value(), new RuntimeChoice.Containers(engine, "127.0.0.1", CALL));
  }

  private static AgentStack stack() {
    return Objects.requireNonNull(started);
  }

  @AfterAll
  static void stop() throws IOException {
    stack().close();
  }

  private static LaunchSpec shell(String script) {
    return LaunchSpec.ofImage(PodmanService.IMAGE)
        .withCommand(List.of("sh", "-c", script))
        .withTimes(Duration.ofSeconds(1), Duration.ofSeconds(20));
  }

  private static List<Observed> containers(LaunchKind kind) throws RuntimeFailure {
    try (DockerRuntime runtime = new DockerRuntime(HOST, PodmanService.settings(), kind)) {
      return runtime.list();
    }
  }

  @Test
  void anEngineThatHangsIsNamedToWhoWaitsAndTheAppServesOnceItGoesOn() throws Exception {
    LaunchSpec page = shell("echo served > /index.html; exec httpd -f -p $PORT -h /");
    stack().app("before", page);
    awaitServed("before");

    PodmanService.freeze();
    try {
      stack().app("after", page);
      Answer answer =
          stack().ask("after").is(503, "app_cannot_start", "did not answer", "in 3000 ms: restart");
      assertThat(answer.problem().path("detail").asText())
          .contains("the container engine at unix:");
      stack().assertTold("after", "restart it or see its log");
      // What runs needs no engine to be served.
      assertThat(stack().ask("before").status()).isEqualTo(200);
    } finally {
      PodmanService.thaw();
    }

    awaitServed("after");
    assertThat(containers(LaunchKind.INSTANCE)).hasSize(2);
  }

  private static void awaitServed(String name) {
    eventually(() -> assertThat(stack().ask(name).response().body()).isEqualTo("served\n"));
  }

  private static void eventually(ThrowingRunnable holds) {
    await().atMost(AgentStack.AMPLE).untilAsserted(holds);
  }

  @Test
  void eachRequestHasAContainerOfItsOwnAndNoneIsLeft() throws Exception {
    stack().bellhop("app", "create", "fn", "--host", "fn.localhost").succeeds();
    stack().bellhop("app", "set", "fn", "perRequest.spare=0").succeeds();
    stack().bellhop("app", "set", "fn", "timeouts.holdMillis=60000").succeeds();
    stack().deployment("fn", shell(ONE_REQUEST), 0);

    eventually(
        () -> {
          Answer answer = stack().ask("fn", "/cgi-bin/run");
          assertThat(answer.status()).as("%s", answer.response().body()).isEqualTo(200);
          assertThat(answer.header("X-Bellhop-Run")).isEqualTo(answer.response().body());
        });
    eventually(
        () -> {
          Answer died =
              stack().ask("fn", "/cgi-bin/die").is(502, "run_ended", "exited with code 7");
          assertThat(died.problem().path("exit_code").asInt()).isEqualTo(7);
        });
    eventually(() -> assertThat(containers(LaunchKind.RUN)).isEmpty());

    stack().bellhop("app", "set", "fn", "perRequest.spare=1").succeeds();
    eventually(() -> stack().bellhop("ps", "fn").prints(" spare "));
    String spare = LaunchOrder.runOf(containers(LaunchKind.RUN).get(0).slot()).run().value();
    assertThat(stack().ask("fn", "/cgi-bin/run").response().body()).isEqualTo(spare);
    stack().bellhop("app", "set", "fn", "perRequest=").succeeds();
    eventually(() -> assertThat(containers(LaunchKind.RUN)).isEmpty());
  }
}

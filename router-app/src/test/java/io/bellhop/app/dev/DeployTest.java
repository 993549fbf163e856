package io.bellhop.app.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.app.cli.CommandRunner;
import io.bellhop.app.cli.CommandRunner.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rollouts, as a user does them, on the whole house. */
class DeployTest {
  private static final Duration AMPLE = Duration.ofSeconds(60);
  private static final int CLIENTS = 2;
  private static final ExecutorService THREADS = Executors.newCachedThreadPool();
  private static DevProcess dev;

  @BeforeAll
  static void start() throws Exception {
    dev = DevProcess.start("--port", "0", "--admin-port", "0").awaitWelcome();
  }

  @AfterAll
  static void stop() {
    THREADS.shutdownNow();
    dev.close();
  }

  @BeforeEach
  void allOnBlue() {
    run("resume", "hello").exits(0);
    run("switch", "hello", "blue=100").exits(0);
    await()
        .atMost(AMPLE)
        .until(() -> !run("rollouts", "hello", "--json").out().contains("\"current\""));
  }

  @Test
  void aRolloutUnderLoadAndItsRollbackLoseNothing() throws Exception {
    try (Load load = Load.start()) {
      run("deploy", "hello", "--deployment", "green")
          .exits(0)
          .prints("all traffic to green, from blue=100")
          .prints("launch       1 instance up")
          .prints("acknowledge  switch applied by the one router")
          .prints("drain        nothing cut")
          .prints("green has all traffic of hello; nothing cut")
          .prints("the old set is kept for 5 min: bellhop rollback hello")
          .doesNotPrint("\u001b");
      assertThat(dev.hello()).startsWith("200 Hello from green");
      run("rollback", "hello").exits(0).prints("rolled back");
      assertThat(dev.hello()).startsWith("200 Hello from blue");
      assertThat(load.stop()).isNotEmpty().allMatch(answer -> answer.startsWith("200 "));
    }
    run("rollouts", "hello").exits(0).prints("green  rolled_back");
    run("rollback", "hello").exits(1).says("`bellhop deploy hello --deployment blue`");
  }

  @Test
  void whatArrivesWhilePausedIsServedByTheNewSetAfterwards() throws Exception {
    run("pause", "hello").exits(0).prints("bellhop resume hello");
    run("explain", "hello").exits(0).prints("would wait").prints("app_paused");
    List<CompletableFuture<String>> waiting = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      waiting.add(CompletableFuture.supplyAsync(Load::answer, THREADS));
    }
    run("deploy", "hello", "--deployment", "green").exits(0);
    assertThat(waiting).noneMatch(CompletableFuture::isDone);
    run("resume", "hello").exits(0);
    for (CompletableFuture<String> each : waiting) {
      assertThat(each.get(60, TimeUnit.SECONDS)).startsWith("200 Hello from green");
    }
  }

  @Test
  void aDeploymentThatIsNotHealthyFailsAndTheOldSetServesOn() throws Exception {
    run("deploy", "hello", "--deployment", "bad", "--address", "127.0.0.1:1", "--verify", "500ms")
        .exits(1)
        .printed("failed: ")
        .printed("healthy on router")
        .printed("the old set serves on, untouched");
    assertThat(dev.hello()).startsWith("200 Hello from blue");
  }

  @Test
  void aCanaryWaitsForItsPromotion() {
    run("deploy", "hello", "--deployment", "green", "--canary", "5%,50%", "--detach")
        .exits(0)
        .prints("bellhop events hello -f");
    awaitState("canary");
    run("events", "hello").exits(0).prints("5 % to green until it is promoted: bellhop promote");
    run("promote", "hello").exits(0).prints("goes on");
    await()
        .atMost(AMPLE)
        .untilAsserted(() -> assertThat(run("events", "hello").out()).contains("50 % to green"));
    run("abort", "hello").exits(0).prints("rolled back");
    run("rollouts", "hello").exits(0).prints("rolled_back");
  }

  @Test
  void programsGetALineOfJsonForEachEvent() throws Exception {
    Result result = run("deploy", "hello", "--deployment", "green", "--keep", "0s", "--json");
    result.exits(0);
    List<String> lines = result.out().lines().toList();
    String last = lines.get(lines.size() - 1);
    assertThat(new ObjectMapper().readTree(last).at("/log/history/0/outcome").asText())
        .isEqualTo("completed");
  }

  @Test
  void whatIsNotThereOrNotValidIsNamedWithTheRemedy() {
    run("deploy", "hello", "--deployment", "gren").exits(1).says("did you mean 'green'?");
    run("deploy", "helo", "--deployment", "green").exits(1).says("did you mean 'hello'?");
    run("deploy", "hello", "--deployment", "green", "--canary", "lots").exits(2).says("as 5%");
    run("deploy", "hello", "--deployment", "green", "--canary", "50%,5%")
        .exits(1)
        .says("let the steps grow");
    run("promote", "hello").exits(1).says("bellhop rollouts hello");
  }

  @Test
  void aSignalLeavesTheRolloutRunningAndSaysHowToFollowIt() throws Exception {
    try (DevProcess deploy =
        dev.run("deploy", "hello", "--deployment", "green", "--canary", "50%")) {
      deploy.awaitOutput("acknowledge  switch applied");
      assertThat(deploy.terminate()).isNotZero();
      assertThat(deploy.output())
          .contains("the rollout goes on; follow it with: bellhop events hello -f")
          .contains("end it with: bellhop abort hello");
    }
    awaitState("canary");
    run("events", "hello").prints("50 % to green until it is promoted");
    run("abort", "hello").exits(0);
  }

  @Test
  void whatServesAlreadyIsDone() {
    run("deploy", "hello", "--deployment", "blue").exits(0).prints("takes all traffic of hello");
  }

  private static void awaitState(String state) {
    await()
        .atMost(AMPLE)
        .untilAsserted(() -> assertThat(run("rollouts", "hello").out()).contains(state));
  }

  private static Result run(String... arguments) {
    return new CommandRunner(Map.of("BELLHOP_URL", dev.adminUrl())).run(arguments);
  }

  /** Clients that ask one request after the other. */
  private static final class Load implements AutoCloseable {
    private final AtomicBoolean over = new AtomicBoolean();
    private final Queue<String> answers = new ConcurrentLinkedQueue<>();
    private final List<CompletableFuture<Void>> clients = new ArrayList<>();

    static Load start() {
      Load load = new Load();
      for (int i = 0; i < CLIENTS; i++) {
        load.clients.add(CompletableFuture.runAsync(load::ask, THREADS));
      }
      return load;
    }

    private void ask() {
      while (!over.get()) {
        answers.add(answer());
      }
    }

    static String answer() {
      try {
        return dev.hello();
      } catch (Exception e) {
        return "failed: " + e;
      }
    }

    Queue<String> stop() {
      over.set(true);
      clients.forEach(CompletableFuture::join);
      return answers;
    }

    @Override
    public void close() {
      over.set(true);
    }
  }
}

package io.bellhop.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.app.cli.CommandRunner;
import io.bellhop.app.cli.CommandRunner.Result;
import io.bellhop.app.cli.CommandRunner.Running;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code bellhop deploy} shows of a rollout over three routers, and its exit code. */
class OutcomeTest {
  @RegisterExtension static final Cluster cluster = new Cluster();

  private static final String COMPLETED =
      "bellhop_rollouts_total{drain=\"drained\",outcome=\"completed\"}";
  private static final String LONGEST = "bellhop_rollout_longest_request_duration_seconds_count";
  private final CommandRunner bellhop = cluster.bellhop(0);

  private void awaitState(String app, String state) {
    await().atMost(Cluster.AMPLE).untilAsserted(() -> bellhop.run("rollouts", app).prints(state));
  }

  @Test
  void eachPhaseIsALineAndTheRoutersAreCounted() throws IOException {
    TestedApp app = cluster.app("plain");
    bellhop
        .run("deploy", "plain", "--deployment", "v2", "--wait")
        .exits(0)
        .prints("rollout 1 of plain: all traffic to v2, from v1=100")
        .prints("verify       1 healthy, as all 3 routers see it")
        .prints("acknowledge  switch applied by all 3 routers")
        .prints("drain        nothing cut")
        .prints("v2 has all traffic of plain; nothing cut")
        .doesNotPrint("\u001b");
    app.awaitEverywhere("v2");
  }

  @Test
  void programsGetALineOfJsonForEachEventAndTheSameCode() throws IOException {
    cluster.app("json");
    Result result = bellhop.run("deploy", "json", "--deployment", "v2", "--keep", "0s", "--json");
    List<String> lines = result.exits(0).out().lines().toList();
    ObjectMapper mapper = new ObjectMapper();
    for (String line : lines) {
      assertThat(mapper.readTree(line).path("app").asText()).isEqualTo("json");
    }
    assertThat(mapper.readTree(lines.get(lines.size() - 1)).at("/log/history/0/outcome").asText())
        .isEqualTo("completed");
  }

  @Test
  void whatIsCutAtTheDeadlineIsToldByTheCodeAndInTheHistory() throws IOException {
    TestedApp app = cluster.app("cut");
    CompletableFuture<HttpResponse<String>> slow = app.slow(1);
    bellhop
        .run("deploy", "cut", "--deployment", "v2", "--drain", "300ms")
        .exits(5)
        .printed("drain        its deadline passed")
        .printed("cut          1 cut at the deadline")
        .printed("v2 has all traffic of cut; 1 cut at the deadline");
    assertThat(slow.join().headers().firstValue("X-Bellhop-Error")).hasValue("drain_cut");
    bellhop.run("rollouts", "cut").prints("1 cut at the deadline, longest request ");
  }

  @Test
  void theRouterThatEndsARolloutMetersItsDrain() throws IOException {
    TestedApp app = cluster.app("metered");
    CompletableFuture<HttpResponse<String>> slow = app.slow(1);
    Running deploy = bellhop.start("deploy", "metered", "-d", "v2", "--keep", "0s");
    awaitState("metered", "drain");
    double drained = metered(COMPLETED);
    double longest = metered(LONGEST);
    app.v1().release();
    assertThat(slow.join().statusCode()).isEqualTo(200);
    deploy.result().exits(0).printed("nothing cut, longest request ");
    await()
        .atMost(Cluster.AMPLE)
        .untilAsserted(
            () -> {
              assertThat(metered(COMPLETED)).isEqualTo(drained + 1);
              assertThat(metered(LONGEST)).isEqualTo(longest + 1);
            });
  }

  /** The sum over all routers: only one of them is the app's owner. */
  private static double metered(String series) {
    return cluster.routers().stream()
        .flatMap(router -> router.admin("/metrics").body().lines())
        .filter(line -> line.startsWith(series))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void aRouterThatVanishesInTheDrainLeavesTheOutcomeUnknown() throws IOException {
    TestedApp app = cluster.app("unknown");
    CompletableFuture<HttpResponse<String>> slow = app.slow(2);
    Running deploy = bellhop.start("deploy", "unknown", "--deployment", "v2");
    awaitState("unknown", "drain");
    cluster.replace(
        2,
        () ->
            deploy
                .result()
                .exits(5)
                .printed("drain        unknown on router-2, 0 cut on the others")
                .printed("v2 has all traffic of unknown; unknown on router-2"));
    assertThat(slow.handle((answer, failure) -> failure != null || answer.statusCode() == 503))
        .succeedsWithin(Cluster.AMPLE)
        .isEqualTo(true);
    bellhop.run("rollouts", "unknown").prints("unknown on router-2, 0 cut on the others after ");
  }

  @Test
  void instancesThatDoNotGetHealthyFailItAndTheOldSetServesOn() throws IOException {
    TestedApp app = cluster.app("failed");
    bellhop
        .run("deploy", "failed", "-d", "bad", "--address", "127.0.0.1:1", "--verify", "300ms")
        .exits(1)
        .printed("failed: ")
        .printed("the old set serves on, untouched");
    app.awaitEverywhere("v1");
    bellhop.run("rollouts", "failed").prints("bad  failed");
  }

  @Test
  void aRollbackByAnotherIsToldToWhoDeploys() throws IOException {
    TestedApp app = cluster.app("back");
    Running deploy = bellhop.start("deploy", "back", "--deployment", "v2", "--canary", "50%");
    awaitState("back", "canary");
    cluster.bellhop(1).run("rollback", "back").exits(0).prints("rolled back");
    deploy.result().exits(3).printed("rolled back").printed("the old set has all traffic again");
    app.awaitEverywhere("v1");
  }

  @Test
  void anAbortIsToldToWhoDeploys() throws IOException {
    cluster.app("abort");
    Running deploy =
        bellhop.start("deploy", "abort", "--deployment", "bad", "--address", "127.0.0.1:1");
    awaitState("abort", "verify");
    cluster.bellhop(1).run("abort", "abort").exits(0).prints("aborted");
    deploy.result().exits(4).printed("aborted").printed("the old set serves on, untouched");
  }

  @Test
  void aSecondRolloutWaitsForTheFirstUnlessItSupersedesIt() throws IOException {
    TestedApp app = cluster.app("second");
    Running first = bellhop.start("deploy", "second", "--deployment", "v2", "--canary", "50%");
    awaitState("second", "canary");
    Running second = cluster.bellhop(1).start("deploy", "second", "--deployment", "v1");
    await()
        .atMost(Cluster.AMPLE)
        .untilAsserted(
            () ->
                assertThat(second.out())
                    .contains("rollout 2 of second waits for rollout 1 to v2 to end"));
    bellhop.run("rollouts", "second").prints("2        v1  waits");
    bellhop.run("deploy", "second", "--deployment", "v2", "--supersede").exits(0);
    first.result().exits(4).printed("superseded");
    second.result().exits(0).printed("v1 has all traffic of second");
    app.awaitEverywhere("v1");
    bellhop
        .run("rollouts", "second")
        .prints("1        v2  superseded")
        .prints("3        v2  completed");
  }
}

package io.bellhop.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.app.cli.CommandRunner;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a client sees of a rollout, whichever router it comes to. */
class ClientTest {
  @RegisterExtension static final Cluster cluster = new Cluster();

  private static final int CLIENTS = 60;
  private final CommandRunner bellhop = cluster.bellhop(0);

  private void awaitEvent(String app, String text) {
    await().atMost(Cluster.AMPLE).untilAsserted(() -> bellhop.run("events", app).prints(text));
  }

  private static Set<Integer> inCanary(TestedApp app) {
    Set<Integer> found = new TreeSet<>();
    for (int client = 0; client < CLIENTS; client++) {
      String first = app.answer(0, "Cookie", "sid=" + client);
      for (int router = 1; router < Cluster.ROUTERS; router++) {
        assertThat(app.answer(router, "Cookie", "sid=" + client)).isEqualTo(first);
      }
      if (first.equals("v2")) {
        found.add(client);
      }
    }
    return found;
  }

  @Test
  void everyRouterGivesAClientTheSameDeploymentAndItStaysInAGrowingCanary() throws IOException {
    TestedApp app = cluster.app("canary");
    bellhop.run("app", "set", "canary", "split.by=client", "split.cookie=sid").succeeds();
    bellhop
        .run("deploy", "canary", "--deployment", "v2", "--canary", "20%,70%", "--detach")
        .succeeds();
    awaitEvent("canary", "20 % to v2 until it is promoted");
    Set<Integer> few = inCanary(app);
    bellhop.run("promote", "canary").succeeds();
    awaitEvent("canary", "70 % to v2 until it is promoted");
    Set<Integer> most = inCanary(app);
    assertThat(few).isNotEmpty();
    assertThat(most).containsAll(few).hasSizeGreaterThan(few.size()).hasSizeLessThan(CLIENTS);
  }

  @Test
  void aStickyCookieSurvivesARolloutAsFarAsItsInstanceDoes() throws IOException {
    TestedApp app = cluster.app("sticky");
    bellhop.run("app", "set", "sticky", "sticky.cookie=inst").succeeds();
    String old = app.cookie();
    bellhop.run("deploy", "sticky", "--deployment", "v2", "--canary", "90%", "--detach").succeeds();
    awaitEvent("sticky", "90 % to v2 until it is promoted");
    assertEverywhere(app, old, "v1");
    bellhop.run("promote", "sticky").succeeds();
    awaitEvent("sticky", "keep");
    assertEverywhere(app, old, "v2");
    bellhop.run("rollback", "sticky").exits(0);
    assertEverywhere(app, old, "v1");
  }

  private static void assertEverywhere(TestedApp app, String cookie, String deployment) {
    for (int i = 0; i < 4 * Cluster.ROUTERS; i++) {
      assertThat(app.answer(i % Cluster.ROUTERS, "Cookie", cookie)).isEqualTo(deployment);
    }
  }
}

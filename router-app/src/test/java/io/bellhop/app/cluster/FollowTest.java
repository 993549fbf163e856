package io.bellhop.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.app.cli.CommandRunner;
import io.bellhop.app.cli.CommandRunner.Running;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Following a rollout while the router that tells of it dies. */
class FollowTest {
  @RegisterExtension static final Cluster cluster = new Cluster();

  private static void awaitOut(Running command, String text) {
    await().atMost(Cluster.AMPLE).untilAsserted(() -> assertThat(command.out()).contains(text));
  }

  @Test
  void whoDeploysFollowsAtAnotherRouterOnceTheFirstDies() throws IOException {
    cluster.app("shop");
    CommandRunner second = cluster.bellhop(1);
    Running deploy =
        cluster.bellhop(0, 1).start("deploy", "shop", "--deployment", "v2", "--canary", "50%");
    Running events = cluster.bellhop(0, 1).start("events", "shop", "-f");
    awaitOut(events, "50 % to v2 until it is promoted");
    cluster.replace(
        0,
        () -> {
          second.run("promote", "shop").succeeds();
          deploy
              .result()
              .exits(5)
              .printed("v2 has all traffic of shop; unknown on router-0, 0 cut on the others")
              .says("lost http://127.0.0.1:")
              .says("following again, at http://127.0.0.1:");
        });
    second.run("rollback", "shop").exits(0);
    awaitOut(events, "rollout 1 to v2  rolled_back");
    events.interrupt();
    events.result().exits(1).says("interrupted");
    second.run("rollouts", "shop").prints("v2  rolled_back");
  }

  @Test
  void eachEndIsToldThoughNobodyCouldBeFollowedMeanwhile() throws IOException {
    cluster.app("ends");
    CommandRunner second = cluster.bellhop(1);
    Running events = cluster.bellhop(0, 1).start("events", "ends", "-f");
    awaitOut(events, "no rollout yet");
    cluster.replace(
        0,
        () -> {
          second.run("deploy", "ends", "--deployment", "v2", "--keep", "0s").exits(0);
          second.run("deploy", "ends", "--deployment", "v1", "--keep", "0s").exits(0);
        });
    awaitOut(events, "rollout 1 to v2  completed");
    awaitOut(events, "rollout 2 to v1  completed");
    events.interrupt();
    events.result().exits(1);
  }

  @Test
  void anAppThatIsGoneEndsTheFollowingWithTheReason() throws IOException {
    cluster.app("gone");
    cluster.bellhop(0).run("events", "gne").failsWith(1, "did you mean 'gone'?");
    Running events = cluster.bellhop(0, 1).start("events", "gone", "-f");
    awaitOut(events, "no rollout yet");
    cluster.bellhop(1).run("app", "rm", "gone").succeeds();
    cluster.replace(0, () -> events.result().exits(1).says("app 'gone' does not exist"));
  }
}

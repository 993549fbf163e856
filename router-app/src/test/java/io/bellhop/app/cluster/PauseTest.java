package io.bellhop.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.app.cli.CommandRunner;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An app that is paused on three routers, under requests. */
class PauseTest {
  @RegisterExtension static final Cluster cluster = new Cluster();

  private final CommandRunner bellhop = cluster.bellhop(0);

  @Test
  void pauseDeployAndResumeLoseNothing() throws IOException {
    TestedApp app = cluster.app("shop");
    bellhop.run("app", "set", "shop", "timeouts.holdMillis=60000").succeeds();
    try (Load load = Load.start(app)) {
      load.awaitMore();
      bellhop.run("pause", "shop").succeeds();
      bellhop.run("deploy", "shop", "--deployment", "v2").exits(0);
      int byOld = app.v1().bodies().size();
      bellhop.run("resume", "shop").succeeds();
      load.awaitMore();
      load.stop();
      assertThat(load.failures()).isEmpty();
      // Who was held is given a backend after the resume, and nobody's body is carried out twice.
      assertThat(app.v1().bodies()).hasSize(byOld);
      assertThat(app.v2().bodies()).isNotEmpty();
      assertThat(Stream.of(app.v1(), app.v2()).flatMap(backend -> backend.bodies().stream()))
          .containsExactlyInAnyOrderElementsOf(load.posted());
    }
  }

  @Test
  void whatWatchesTheFrontDoorSeesItOpenWhileAnAppIsPaused() throws IOException {
    TestedApp app = cluster.app("watched");
    bellhop.run("app", "set", "watched", "health.path=/up", "limits.maxHeld=0").succeeds();
    bellhop.run("pause", "watched").succeeds();
    for (int router : List.of(0, 1, 2)) {
      app.await(router, "/", 503);
      HttpResponse<String> health = app.send(router, "/up", "").join();
      assertThat(health.statusCode()).isEqualTo(200);
      assertThat(health.headers().firstValue("X-Bellhop-Answer")).hasValue("paused");
      assertThat(cluster.routers().get(router).admin("/readyz").statusCode()).isEqualTo(200);
    }
  }
}

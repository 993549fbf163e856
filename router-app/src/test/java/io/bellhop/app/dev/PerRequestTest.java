package io.bellhop.app.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each request gets a process of its own, which answers it and ends, and none is left behind. */
class PerRequestTest {
  private static final Duration AMPLE = Duration.ofSeconds(60);

  @Test
  void eachRequestHasARunOfItsOwnAndNoneIsLeft() throws Exception {
    try (DevProcess dev =
        DevProcess.start("--port", "0", "--admin-port", "0", "--no-samples").awaitWelcome()) {
      dev.bellhop("app", "create", "fn", "--host", "fn.localhost", "perRequest.spare=0").expect(0);
      dev.bellhop("app", "set", "fn", "timeouts.holdMillis=60000").expect(0);
      add(dev, "v1", OneRequestServer.command(""));
      dev.bellhop("switch", "fn", "v1=1").expect(0);

      Set<String> runs =
          together(dev, "/a", 4).stream().map(HttpResponse::body).collect(Collectors.toSet());
      assertThat(runs).hasSize(4);

      HttpResponse<String> died = dev.get("fn.localhost", "/die");
      assertThat(died.statusCode()).isEqualTo(502);
      assertThat(died.headers().firstValue("X-Bellhop-Error")).contains("run_ended");
      String run = died.headers().firstValue("X-Bellhop-Run").orElseThrow();
      await()
          .atMost(AMPLE)
          .until(() -> dev.bellhop("runs", "fn", run).out().contains("exit code 7"));

      add(dev, "v2", "echo no; exit 3");
      dev.bellhop("switch", "fn", "v2=1").expect(0);
      HttpResponse<String> failed = dev.get("fn.localhost", "/");
      assertThat(failed.statusCode()).isEqualTo(503);
      assertThat(failed.headers().firstValue("X-Bellhop-Error")).contains("app_crash_looping");

      dev.bellhop("app", "set", "fn", "perRequest.spare=2").expect(0);
      dev.bellhop("switch", "fn", "v1=1").expect(0);
      await().atMost(AMPLE).until(() -> underWay(dev) == 2);
      assertThat(dev.get("fn.localhost", "/b").statusCode()).isEqualTo(200);
      dev.bellhop("app", "set", "fn", "perRequest=").expect(0);
      await().atMost(AMPLE).until(() -> underWay(dev) == 0);
      assertThat(dev.terminate()).isZero();
    }
  }

  private static void add(DevProcess dev, String deployment, String command) {
    dev.bellhop("deployment", "add", "fn", deployment, "--command", command, "--instances", "0")
        .expect(0);
  }

  private static long underWay(DevProcess dev) {
    return dev.bellhop("runs", "fn")
        .out()
        .lines()
        .filter(line -> line.contains(" running "))
        .count();
  }

  private static List<HttpResponse<String>> together(DevProcess dev, String path, int count) {
    List<CompletableFuture<HttpResponse<String>>> all =
        IntStream.range(0, count)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> got(dev, path)))
            .toList();
    return all.stream().map(CompletableFuture::join).toList();
  }

  private static HttpResponse<String> got(DevProcess dev, String path) {
    try {
      return dev.get("fn.localhost", path);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}

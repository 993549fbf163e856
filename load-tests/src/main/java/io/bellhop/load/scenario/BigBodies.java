package io.bellhop.load.scenario;

import io.bellhop.load.stack.AdminApi.Deployment;
import io.bellhop.load.stack.LoadTestException;
import io.bellhop.load.stack.Pattern;
import io.bellhop.load.stack.PatternBackend;
import io.bellhop.load.stack.RouterProcess;
import io.bellhop.load.stack.RouterProcess.Options;
import io.bellhop.load.stack.Waiting;
import io.bellhop.load.stack.Workspace;
import io.bellhop.load.stack.ZooKeeperEnsemble;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * An upload and a download of many bytes through a router with a small heap, every byte checked.
 * Argument: GiB of each (10).
 */
public final class BigBodies implements Scenario {
  private static final String HEAP = "-Xmx256m";

  // The JVM itself, its code and threads, and the buffers outside the heap, which Netty bounds by
  // the size of the heap.
  private static final long MOST_RESIDENT_MIB = 700;

  @Override
  public void run(Workspace workspace, List<String> arguments) {
    long gib = arguments.isEmpty() ? 10 : Long.parseLong(arguments.get(0));
    long bytes = gib << 30;
    ZooKeeperEnsemble zookeeper = ZooKeeperEnsemble.start(workspace, 1);
    RouterProcess router =
        RouterProcess.start(
            workspace, Options.of("router", zookeeper.connect()).withJavaOptions(HEAP));
    // The JDK's client takes the host from the URL.
    String backend = workspace.keep(PatternBackend.start()).address();
    router.admin().createApp("big", "127.0.0.1", List.of(new Deployment("only", backend)));
    awaitRoute(router);
    timed("upload", router, bytes, BigBodies::upload);
    timed("download", router, bytes, BigBodies::download);
    if (router.process().peakResidentMiB() > MOST_RESIDENT_MIB) {
      throw router.process().failure("held more than %d MiB".formatted(MOST_RESIDENT_MIB));
    }
  }

  private static void awaitRoute(RouterProcess router) {
    Waiting.until(
        "the app is routed",
        Duration.ofSeconds(10),
        () -> {
          try {
            return open(router, "/1").getResponseCode() == 200;
          } catch (IOException e) {
            return false;
          }
        });
  }

  private interface Transfer {
    long run(RouterProcess router, long bytes) throws IOException;
  }

  private static void timed(String what, RouterProcess router, long bytes, Transfer transfer) {
    long start = System.nanoTime();
    long passed;
    try {
      passed = transfer.run(router, bytes);
    } catch (IOException e) {
      throw new LoadTestException("the %s broke".formatted(what), e);
    }
    if (passed != bytes) {
      throw new LoadTestException("the %s had %d bytes of %d".formatted(what, passed, bytes));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Say.fact(
        "%s of %.0f GiB, every byte checked".formatted(what, bytes / Math.pow(2, 30)),
        "%.1f s, %.0f MiB/s".formatted(seconds, bytes / seconds / (1 << 20)));
    Say.fact(
        "  heap used, resident memory, its peak",
        "%d MiB, %d MiB, %d MiB"
            .formatted(
                router.admin().heapMiB(),
                router.process().residentMiB(),
                router.process().peakResidentMiB()));
  }

  private static HttpURLConnection open(RouterProcess router, String path) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) router.url(path).toURL().openConnection();
    connection.setConnectTimeout(10_000);
    connection.setReadTimeout(60_000);
    return connection;
  }

  private static long upload(RouterProcess router, long bytes) throws IOException {
    HttpURLConnection connection = open(router, "/");
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(bytes);
    try (OutputStream out = connection.getOutputStream()) {
      Pattern.write(out, bytes);
    }
    byte[] answer = connection.getInputStream().readAllBytes();
    return Long.parseLong(new String(answer, StandardCharsets.UTF_8));
  }

  private static long download(RouterProcess router, long bytes) throws IOException {
    try (var in = open(router, "/" + bytes).getInputStream()) {
      return Pattern.verify(in);
    }
  }
}

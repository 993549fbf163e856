package io.bellhop.router.serving;

import static io.bellhop.router.testing.Messages.get;
import static io.bellhop.router.testing.Messages.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.router.testing.DirectMemory;
import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.TestSettings;
import io.bellhop.router.testing.Uploads;
import io.bellhop.router.testing.Wire;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A body of any length passes in constant memory. */
class LargeBodyTest {
  private static final long SIZE = 256L << 20;
  private static final long BOUND = 32L << 20;

  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  @Test
  void aLargeUploadPassesInConstantMemory() throws IOException {
    AtomicLong received = new AtomicLong();
    router.serve(
        (connection, request) -> {
          drop(connection, received);
          connection.reply(200, "ok", "Connection: close");
          connection.close();
        });
    RawClient client = router.client();
    try (DirectMemory memory = DirectMemory.watch()) {
      client.send(request("POST", "/", "Content-Length: " + SIZE));
      Uploads.send(client, SIZE, new AtomicLong());
      assertThat(client.response().text()).isEqualTo("ok");
      assertThat(memory.peakGrowth()).isLessThan(BOUND);
    }
    assertThat(received.get()).isEqualTo(SIZE);
  }

  @Test
  void aLargeDownloadPassesInConstantMemory() throws IOException {
    router.serve(
        (connection, request) -> {
          connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n");
          Uploads.send(connection, SIZE, new AtomicLong());
        });
    RawClient client = router.client();
    AtomicLong received = new AtomicLong();
    try (DirectMemory memory = DirectMemory.watch()) {
      client.send(get("/"));
      assertThat(client.until("\r\n\r\n")).startsWith("HTTP/1.1 200");
      drop(client, received);
      assertThat(memory.peakGrowth()).isLessThan(BOUND);
    }
    assertThat(received.get()).isEqualTo(SIZE);
  }

  private static void drop(Wire from, AtomicLong count) throws IOException {
    while (count.get() < SIZE) {
      count.addAndGet(from.some(1 << 16).length);
    }
  }
}

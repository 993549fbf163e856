package io.bellhop.router.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bellhop.router.settings.AccessLogSettings;
import io.bellhop.router.settings.AccessLogSettings.Mode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class JsonAccessLogTest {
  private static final int CAPACITY = 16;
  private static final AccessLogSettings ON = settings(Mode.ON, 1, "unused");

  private final Scrape scrape = new Scrape();
  private final TestSink sink = new TestSink();

  @Test
  void aLineHoldsWhatIsKnown() throws IOException {
    JsonNode line = logged(AccessEntries.FULL);

    assertThat(line)
        .isEqualTo(
            JsonMapper.builder()
                .build()
                .readTree(
                    """
                    {"time":"2026-11-21T10:15:30.123Z","request_id":"r-1","client":"192.0.2.7",
                     "method":"POST","host":"shop.example","target":"/cart?item=7",
                     "protocol":"HTTP/1.1","user_agent":"curl/8.0","referer":"http://shop.example/",
                     "app":"shop","deployment":"v42","backend":"10.0.0.5:8080","status":502,
                     "failure":"backend_reset","attempts":2,"retry_reason":"backend_reset",
                     "upgraded":true,
                     "duration_micros":1500,"connect_micros":200,"held_micros":300,"first_byte_micros":900,
                     "request_bytes":12,"response_bytes":3456}
                    """));
  }

  @Test
  void whatIsUnknownIsLeftOut() throws IOException {
    assertThat(logged(AccessEntries.UNKNOWN).fieldNames())
        .toIterable()
        .containsExactly("time", "status", "attempts", "duration_micros");
  }

  @Test
  void aClientCannotAddALineOrBreakOne() throws IOException {
    String hostile = "/\"},\n{\"status\":200}\r\u0000\u2028\uD800 \u00e9\\";

    assertThat(logged(AccessEntries.withTarget(hostile)).get("target").textValue())
        .isEqualTo(hostile);
    assertThat(sink.text()).hasLineCount(1).matches("[ -~]+\n");
  }

  @Test
  void aClientCannotMakeALineLong() throws IOException {
    assertThat(logged(AccessEntries.withTarget("/".repeat(9_000))).get("target").textValue())
        .hasSize(1_024);
  }

  @Test
  void linesKeepTheirOrder() {
    JsonAccessLog log = open(Duration.ofSeconds(20));
    for (int i = 0; i < CAPACITY; i++) {
      log.log(AccessEntries.withTarget("/" + i));
    }
    log.close();

    assertThat(sink.text().lines().map(line -> read(line).get("target").textValue()))
        .containsExactlyElementsOf(IntStream.range(0, CAPACITY).mapToObj(i -> "/" + i).toList());
  }

  @Test
  void aStalledSinkCostsLinesNotRequests() {
    JsonAccessLog log = open(Duration.ofSeconds(20));
    sink.stall();
    log.log(AccessEntries.FULL);
    sink.awaitStalled();

    for (int i = 0; i < CAPACITY + 5; i++) {
      log.log(AccessEntries.FULL);
    }
    assertThat(scrape.sample("bellhop_access_log_dropped_total")).isEqualTo(5);

    sink.resume();
    log.close();
    assertThat(sink.text()).hasLineCount(1 + CAPACITY);
    assertThat(scrape.sample("bellhop_access_log_failed_total")).isZero();
  }

  @Test
  @Timeout(20)
  void closingGivesUpOnAStalledSink() {
    JsonAccessLog log = open(Duration.ofMillis(1));
    sink.stall();
    log.log(AccessEntries.FULL);
    sink.awaitStalled();
    log.log(AccessEntries.FULL);

    log.close();

    assertThat(sink.closed()).isFalse();
    assertThat(scrape.sample("bellhop_access_log_failed_total")).isEqualTo(1);
    sink.resume();
  }

  @Test
  void linesThatCannotBeWrittenAreCountedAndTheNextOnesAreWritten() {
    JsonAccessLog log = open(Duration.ofSeconds(20));
    sink.failAfterBytes(10);
    log.log(AccessEntries.withTarget("/lost"));
    await().until(() -> scrape.sample("bellhop_access_log_failed_total") == 1);

    sink.failAfterBytes(Integer.MAX_VALUE);
    log.log(AccessEntries.withTarget("/kept"));
    log.close();

    List<String> lines = sink.text().lines().toList();
    assertThat(read(lines.get(lines.size() - 1)).get("target").textValue()).isEqualTo("/kept");
    assertThat(scrape.sample("bellhop_access_log_failed_total")).isEqualTo(1);
  }

  @Test
  void closingWritesWhatIsQueuedAndClosesTheSink() {
    JsonAccessLog log = open(Duration.ofSeconds(20));
    log.log(AccessEntries.FULL);
    log.close();

    assertThat(sink.text()).hasLineCount(1);
    assertThat(sink.closed()).isTrue();
  }

  @Test
  void aFileIsAppendedTo(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("access.log"), "{}\n");
    AccessLog log =
        JsonAccessLog.open(settings(Mode.ON, 1, file.toString()), new SimpleMeterRegistry());
    log.log(AccessEntries.FULL);
    log.close();

    assertThat(Files.readAllLines(file)).hasSize(2).startsWith("{}");
  }

  @Test
  void aFileThatCannotBeOpenedIsNamedWithTheRemedy(@TempDir Path directory) {
    String file = directory.resolve("missing/access.log").toString();

    assertThatThrownBy(
            () -> JsonAccessLog.open(settings(Mode.ON, 1, file), new SimpleMeterRegistry()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContainingAll("access log '" + file + "' cannot be opened", "accessLog.file");
  }

  @Test
  void standardOutputStaysOpen() {
    JsonAccessLog.open(settings(Mode.ON, 1, "-"), new SimpleMeterRegistry()).close();

    assertThat(FileDescriptor.out.valid()).isTrue();
  }

  @Test
  void offWantsNothing() {
    AccessLog log = JsonAccessLog.open(settings(Mode.OFF, 1, "-"), new SimpleMeterRegistry());

    assertThat(log).isSameAs(AccessLog.OFF);
    assertThat(log.wants(500, true)).isFalse();
  }

  @Test
  void samplingTakesItsShareOfSuccessesAndEveryFailure() {
    JsonAccessLog log =
        new JsonAccessLog(
            settings(Mode.SAMPLED, 10, "unused"), sink, scrape.registry, Duration.ofSeconds(20));

    assertThat(IntStream.range(0, 10_000).filter(i -> log.wants(200, false)).count())
        .isBetween(500L, 1_500L);
    assertThat(IntStream.range(0, 1_000).allMatch(i -> log.wants(404, true))).isTrue();
    assertThat(IntStream.range(0, 1_000).allMatch(i -> log.wants(500, false))).isTrue();
    log.close();
  }

  private JsonAccessLog open(Duration closeDeadline) {
    return new JsonAccessLog(ON, sink, scrape.registry, closeDeadline);
  }

  private JsonNode logged(AccessEntry entry) {
    JsonAccessLog log = open(Duration.ofSeconds(20));
    log.log(entry);
    log.close();
    return read(sink.text());
  }

  private static JsonNode read(String line) {
    try {
      return JsonMapper.builder().build().readTree(line);
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + line, e);
    }
  }

  private static AccessLogSettings settings(Mode mode, int sampleEvery, String file) {
    return new AccessLogSettings(mode, sampleEvery, file, CAPACITY);
  }
}

package io.bellhop.load.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.load.stack.LoadTestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** What a router's access log tells. */
public final class AccessLogFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private AccessLogFile() {}

  /**
   * The requests of a span of time that were given to an instance while all others were well: those
   * that ended there, and those that were tried again.
   *
   * @param last from the beginning of the span to the arrival of the last of them; empty where
   *     there was none
   */
  record Given(long requests, Optional<Duration> last) {}

  static Given given(Path file, String address, Instant from, Instant to) {
    try (Stream<String> lines = Files.lines(file)) {
      var given =
          lines
              .filter(line -> !line.isEmpty())
              .map(AccessLogFile::parsed)
              .filter(line -> wentTo(line, address))
              .map(line -> Instant.parse(line.path("time").asText()))
              .filter(time -> !time.isBefore(from) && time.isBefore(to))
              .toList();
      return new Given(
          given.size(),
          given.stream().max(Comparator.naturalOrder()).map(time -> Duration.between(from, time)));
    } catch (IOException e) {
      throw new LoadTestException("cannot read " + file, e);
    }
  }

  /**
   * How long the instance took from having been sent the request to the first byte of its response;
   * empty where the log does not have it yet.
   *
   * @param target of the request, which must be the only one with it
   */
  public static Optional<Long> firstByteMicros(Path file, String target) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.contains(target + "\""))
          .map(AccessLogFile::parsed)
          .map(line -> line.path("first_byte_micros").asLong())
          .findFirst();
    } catch (IOException e) {
      throw new LoadTestException("cannot read " + file, e);
    }
  }

  private static boolean wentTo(JsonNode line, String address) {
    return line.path("backend").asText().equals(address) || line.path("attempts").asInt() > 1;
  }

  private static JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new LoadTestException("cannot read a line of the access log: " + line, e);
    }
  }
}

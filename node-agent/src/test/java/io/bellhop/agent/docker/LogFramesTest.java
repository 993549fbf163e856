package io.bellhop.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.agent.testing.CollectedLog;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class LogFramesTest {
  private static final String TIME = "2026-11-21T11:10:25.047538405Z ";
  private final CollectedLog log = new CollectedLog();
  private final LogFrames frames = new LogFrames(log);

  private static byte[] frame(int type, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + bytes.length)
        .put((byte) type)
        .position(4)
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }

  @Test
  void framesAreTakenApartHoweverTheyAreCut() {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    stream.writeBytes(frame(1, TIME + "one\n"));
    stream.writeBytes(frame(2, TIME + "err"));
    stream.writeBytes(frame(1, TIME + "two\n"));
    stream.writeBytes(frame(2, "or\n"));
    for (byte each : stream.toByteArray()) {
      frames.bytes(new byte[] {each});
    }
    assertThat(log.lines()).containsExactly("OUT one", "OUT two", "ERR error");
    assertThat(log.last()).isEqualTo(Instant.parse(TIME.strip()));
  }

  @Test
  void aLineWithoutAnEndIsTakenAtTheEnd() {
    frames.bytes(frame(1, TIME + "last"));
    assertThat(log.lines()).isEmpty();
    frames.end();
    assertThat(log.lines()).containsExactly("OUT last");
  }

  @Test
  void aLineWithoutBoundIsCut() {
    frames.bytes(frame(1, TIME + "x".repeat(1_000_000) + "\n"));
    assertThat(log.lines().get(0)).hasSizeLessThan(17_000);
  }
}

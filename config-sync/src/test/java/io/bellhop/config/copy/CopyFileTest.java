package io.bellhop.config.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellhop.config.copy.CopyFile.Reading;
import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.CheckSpec;
import io.bellhop.model.HealthSpec;
import io.bellhop.model.HostPattern;
import io.bellhop.model.RetrySpec;
import io.bellhop.model.Traffic;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyFileTest {
  private static final TableCopy COPY =
      new TableCopy(
          Instant.parse("2026-01-02T03:04:05.678Z"),
          42,
          IntStream.range(0, 50).mapToObj(CopyFileTest::app).toList());

  @TempDir Path directory;

  private static App app(int number) {
    AppSpec spec =
        AppSpec.of(
                new AppName("app-" + number), new HostPattern("app-%d.localhost".formatted(number)))
            .withHealth(HealthSpec.DEFAULT.withCheck(CheckSpec.Http.get("/up-" + number)))
            .withRetries(new RetrySpec(1, 0, 0, Duration.ofSeconds(number + 1), 0, true));
    return App.of(spec, Traffic.NONE, Map.of());
  }

  private CopyFile file() {
    return new CopyFile(directory, Clock.systemUTC());
  }

  @Test
  void aCopyComesBackAsItWas() throws IOException {
    file().write(COPY);

    assertThat(file().read()).isEqualTo(new Reading.Whole(COPY));
  }

  @Test
  void withoutACopyThereIsNone() {
    assertThat(file().read()).isEqualTo(new Reading.None());
  }

  @Test
  void aCopyChangedAnywhereIsNeverReadAsAnythingElse() throws IOException {
    file().write(COPY);
    byte[] good = Files.readAllBytes(file().path());
    int refused = 0;
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 0x10;
      try {
        // Some bits of gzip carry nothing: the header's time, the padding of the last block.
        assertThat(CopyFormat.read(new ByteArrayInputStream(bad))).isEqualTo(COPY);
      } catch (DamagedCopyException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(good.length - 16);
  }

  @Test
  void aCopyCutShortAnywhereIsNotBelieved() throws IOException {
    file().write(COPY);
    byte[] good = Files.readAllBytes(file().path());
    for (int length = 0; length < good.length; length++) {
      byte[] bad = Arrays.copyOf(good, length);
      assertThatExceptionOfType(DamagedCopyException.class)
          .as("cut to %d bytes", length)
          .isThrownBy(() -> CopyFormat.read(new ByteArrayInputStream(bad)));
    }
  }

  @Test
  void contentThatDoesNotMatchItsChecksumIsNotBelieved() throws IOException {
    file().write(COPY);
    rewrite(text -> text.replace("app-7.localhost", "app-8.localhost"));

    assertThat(file().read())
        .isInstanceOfSatisfying(
            Reading.Damaged.class, damaged -> assertThat(damaged.detail()).contains("checksum"));
  }

  @Test
  void anotherVersionIsNotRead() throws IOException {
    file().write(COPY);
    rewrite(text -> text.replace("\"version\":1", "\"version\":2"));

    assertThat(file().read())
        .isInstanceOfSatisfying(
            Reading.Damaged.class, damaged -> assertThat(damaged.detail()).contains("version 2"));
  }

  @Test
  void aDamagedCopyIsSetAside() throws IOException {
    Files.writeString(file().path(), "this is no copy");

    assertThat(file().read()).isInstanceOf(Reading.Damaged.class);
    assertThat(file().read()).isEqualTo(new Reading.None());
    assertThat(names()).singleElement().asString().startsWith("table.copy.damaged-");
  }

  @Test
  void aWriteThatFailsLeavesTheCopyBeforeIt() throws IOException {
    file().write(COPY);
    TableCopy unwritable = new TableCopy(Instant.MAX, 43, COPY.apps());
    Path inTheWay = Files.createDirectory(directory.resolve("sub"));
    Files.writeString(inTheWay.resolve("table.copy"), "x");
    CopyFile blocked = new CopyFile(inTheWay.resolve("table.copy"), Clock.systemUTC());

    assertThatExceptionOfType(IOException.class).isThrownBy(() -> blocked.write(unwritable));
    assertThat(file().read()).isEqualTo(new Reading.Whole(COPY));
    assertThat(names()).containsExactlyInAnyOrder("table.copy", "sub");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }

  private void rewrite(UnaryOperator<String> change) throws IOException {
    byte[] content;
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file().path()))) {
      content = in.readAllBytes();
    }
    String changed = change.apply(new String(content, StandardCharsets.UTF_8));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(changed.getBytes(StandardCharsets.UTF_8));
    }
    Files.write(file().path(), bytes.toByteArray());
  }
}

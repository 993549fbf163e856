package io.bellhop.router.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureTest {
  private static final Path DOCUMENT = Path.of("docs", "failures.md");

  @Test
  void theDocumentListsEveryFailureInOrder() throws IOException {
    List<String> expected = Arrays.stream(Failure.values()).map(FailureTest::row).toList();

    try (Stream<String> lines = Files.lines(DOCUMENT)) {
      assertThat(lines.filter(line -> line.startsWith("| `")).map(FailureTest::firstCells))
          .containsExactlyElementsOf(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void aFailureIsFitForAPerson(Failure failure) {
    assertThat(failure.code()).matches("[a-z]+(_[a-z]+)*");
    assertThat(failure.explanation()).matches("[A-Z][^.]+\\.").hasSizeLessThan(80);
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void theStatusBlamesTheClientExactlyWhereTheFaultDoes(Failure failure) {
    boolean clientStatus = failure.status() < 500 || failure.status() == 505;

    assertThat(failure.fault() == Fault.CLIENT).isEqualTo(clientStatus);
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void anotherTryIsOnlyProposedWhereItMayHelp(Failure failure) {
    assertThat(failure.retryAfterSeconds() == 0 || failure.status() == 503).isTrue();
  }

  private static String row(Failure failure) {
    String retry = failure.retryAfterSeconds() == 0 ? "" : failure.retryAfterSeconds() + " ";
    return "| `%s` | %d | %s | %s"
        .formatted(failure.code(), failure.status(), failure.fault().label(), retry);
  }

  private static String firstCells(String line) {
    String[] cells = line.split("\\|", 6);
    return String.join("|", Arrays.copyOf(cells, 5));
  }
}

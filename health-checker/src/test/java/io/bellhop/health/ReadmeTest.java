package io.bellhop.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.health.record.HealthMeter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the README's table of meters against what is metered. */
class ReadmeTest {
  private static final Pattern ROW =
      Pattern.compile("\\| `(bellhop\\.health\\.[a-z.]+)` \\| (?:`([a-z]+)`)? ?\\| .+ \\|");

  @Test
  void theTableListsEveryMeterWithItsTag() throws IOException {
    Map<String, String> documented = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("README.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        documented.put(row.group(1), row.group(2) == null ? "" : row.group(2));
      }
    }
    Map<String, String> declared =
        Arrays.stream(HealthMeter.values())
            .collect(Collectors.toMap(HealthMeter::meterName, HealthMeter::tagKey));
    assertThat(documented).isEqualTo(declared);
  }
}

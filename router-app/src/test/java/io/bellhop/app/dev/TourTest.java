package io.bellhop.app.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the welcome invites to try does what it says, line by line. */
class TourTest {
  private static final Duration AMPLE = Duration.ofSeconds(60);
  private static final Pattern CURL = Pattern.compile("  curl -H 'Host: (\\S+)' '?(http:[^' ]+)'?");
  private static final Pattern BELLHOP = Pattern.compile("  (?:BELLHOP_URL=\\S+ )?bellhop (.+)");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void everyLineOfTheTourWorks() throws Exception {
    try (DevProcess dev = DevProcess.start("--port", "0", "--admin-port", "0").awaitWelcome()) {
      List<String> lines = dev.output().lines().toList();

      assertThat(curl(line(lines, "'Host: hello.localhost' http"))).startsWith("200 Hello from");
      assertThat(bellhop(dev, line(lines, "bellhop apps"))).contains("hello", "nap", "asleep");
      assertThat(bellhop(dev, line(lines, "ps hello"))).contains("blue", "green", "healthy");
      assertThat(bellhop(dev, line(lines, "explain hello"))).contains("Requests go to blue");
      assertThat(bellhop(dev, line(lines, "deploy hello"))).contains("green has all traffic");
      assertThat(bellhop(dev, line(lines, "rollback hello"))).contains("rolled back");

      assertThat(curl(line(lines, "'Host: nap.localhost'"))).startsWith("200 Hello from nap");
      assertThat(bellhop(dev, line(lines, "explain nap"))).contains("nap.localhost");
      assertThat(bellhop(dev, line(lines, "sleep nap"))).contains("nap sleeps");
      await().atMost(AMPLE).until(() -> !bellhop(dev, "ps nap").contains("healthy"));
      assertThat(curl(line(lines, "'Host: nap.localhost'"))).startsWith("200 Hello from nap");

      assertThat(bellhop(dev, line(lines, "run nap"))).contains("run once");
      assertThat(bellhop(dev, line(lines, "runs nap"))).contains("exited");
      assertThat(dev.terminate()).isZero();
    }
  }

  private static String line(List<String> lines, String part) {
    return lines.stream()
        .filter(line -> line.contains(part))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no line of the tour has: " + part));
  }

  private static String bellhop(DevProcess dev, String line) {
    Matcher command = BELLHOP.matcher(line);
    String text = command.matches() ? command.group(1) : line;
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    return dev.bellhop(words.toArray(String[]::new)).expect(0);
  }

  private String curl(String line) throws IOException, InterruptedException {
    Matcher command = CURL.matcher(line);
    assertThat(command.matches()).as(line).isTrue();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(command.group(2).replace("localhost", "127.0.0.1")))
            .header("Host", command.group(1))
            .timeout(AMPLE)
            .build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }
}

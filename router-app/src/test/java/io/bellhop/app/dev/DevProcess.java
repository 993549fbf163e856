package io.bellhop.app.dev;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.app.Main;
import io.bellhop.app.cli.CommandContext;
import io.bellhop.app.cli.Commands;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code bellhop dev} as a process of its own. */
final class DevProcess implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final Pattern PORT = Pattern.compile("on http://localhost:(\\d+)\\.");
  private static final Pattern ADMIN =
      Pattern.compile("curl (http://127\\.0\\.0\\.1:\\d+)/metrics");

  private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final Process process;
  private final Thread reader;

  private DevProcess(Process process) {
    this.process = process;
    this.reader = new Thread(this::read, "dev-output");
    reader.setDaemon(true);
    reader.start();
  }

  static DevProcess start(String... arguments) throws IOException {
    List<String> dev = new ArrayList<>(List.of("dev"));
    dev.addAll(List.of(arguments));
    return new DevProcess(command(dev).start());
  }

  /** Another command, as a process of its own. */
  static DevProcess startCommand(String... arguments) throws IOException {
    return new DevProcess(command(List.of(arguments)).start());
  }

  /** Another command, as a process of its own that asks this one's admin API. */
  DevProcess run(String... arguments) throws IOException {
    ProcessBuilder builder = command(List.of(arguments));
    builder.environment().put("BELLHOP_URL", adminUrl());
    return new DevProcess(builder.start());
  }

  /** The same in a terminal of that size. */
  DevProcess runInTerminal(int rows, int columns, String... arguments) throws IOException {
    ProcessBuilder builder = command(List.of(arguments));
    String quoted =
        builder.command().stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    String sized = "stty rows %d cols %d; exec %s".formatted(rows, columns, quoted);
    builder.command("script", "-q", "-e", "-f", "-c", sized, "/dev/null");
    builder.environment().put("BELLHOP_URL", adminUrl());
    builder.environment().put("TERM", "vt100");
    builder.environment().put("SHELL", "/bin/sh");
    return new DevProcess(builder.start());
  }

  private static ProcessBuilder command(List<String> arguments) {
    // A build in the background ignores Ctrl-C, and so would what it starts.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=HUP,INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  DevProcess awaitWelcome() {
    await()
        .atMost(TIMEOUT)
        .failFast("it ended: " + lines, () -> !process.isAlive())
        .until(() -> lines.stream().anyMatch(line -> line.startsWith("Ctrl-C")));
    return this;
  }

  /** What a command said, and what it ended with. */
  record Said(int code, String out) {
    /** What it said, where it ended with that. */
    String expect(int expected) {
      if (code != expected) {
        throw new AssertionError("it ended with %d: %s".formatted(code, out));
      }
      return out;
    }
  }

  /** Runs a command, in this process, that asks its admin API. */
  Said bellhop(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    CommandContext context = new CommandContext(Map.of("BELLHOP_URL", adminUrl()), out, err);
    int code = Commands.run(context, arguments);
    // One after the other: what a run prints comes in pieces that may end within a line.
    return new Said(
        code, out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8));
  }

  /** Waits until it printed that. */
  void awaitOutput(String text) {
    await()
        .atMost(TIMEOUT)
        .failFast("it ended: " + lines, () -> !process.isAlive())
        .until(() -> output().contains(text));
  }

  int port() {
    return Integer.parseInt(find(PORT));
  }

  String adminUrl() {
    return find(ADMIN);
  }

  String output() {
    return String.join("\n", lines);
  }

  List<ProcessHandle> samples() {
    return process.children().toList();
  }

  /** The first line of what the app {@code hello} answers. */
  String hello() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port()))
            .header("Host", Samples.HOST)
            .timeout(TIMEOUT)
            .build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    return response.statusCode() + " " + response.body().lines().findFirst().orElse("");
  }

  /** What an app answers. */
  HttpResponse<String> get(String host, String path) throws IOException, InterruptedException {
    return get(host, path, "*/*");
  }

  /** What an app answers to one that would rather have this media type. */
  HttpResponse<String> get(String host, String path, String accept)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .header("Host", host)
            .header("Accept", accept)
            .timeout(TIMEOUT)
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  /** SIGTERM; tells the exit code. */
  int terminate() throws InterruptedException {
    signal();
    return awaitEnd();
  }

  /** SIGTERM. */
  void signal() {
    // By its handle: the process itself would close the streams too, and lose the last lines.
    if (!process.toHandle().destroy()) {
      throw new AssertionError("it could not be told to end: " + lines);
    }
  }

  /** SIGINT, as by Ctrl-C. */
  void interrupt() throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new AssertionError("it could not be interrupted: " + lines);
    }
  }

  /** Strikes keys of its terminal. */
  void type(String keys) throws IOException {
    process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** What Prometheus would scrape. */
  String metrics() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(adminUrl() + "/metrics")).timeout(TIMEOUT).build();
    return http.send(request, BodyHandlers.ofString()).body();
  }

  /** What its API answers. */
  JsonNode api(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(adminUrl() + path)).timeout(TIMEOUT).build();
    return new ObjectMapper().readTree(http.send(request, BodyHandlers.ofString()).body());
  }

  /** What {@code /readyz} answers. */
  int readiness() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(adminUrl() + "/readyz")).timeout(TIMEOUT).build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    awaitEnd();
  }

  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("it did not end: " + lines);
    }
    reader.join(TIMEOUT.toMillis());
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private String find(Pattern pattern) {
    return lines.stream()
        .map(pattern::matcher)
        .filter(Matcher::find)
        .map(matcher -> matcher.group(1))
        .findFirst()
        .orElseThrow(() -> new AssertionError("not found in " + lines));
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      reader.lines().forEach(lines::add);
    } catch (IOException | java.io.UncheckedIOException e) {
      lines.add("its output ended: " + e);
    }
  }
}

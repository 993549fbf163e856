package io.bellhop.load.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Load from the program {@code wrk}: keep-alive connections, nine GETs to each POST with a body.
 */
public final class Wrk implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CONNECTIONS = 32;
  private static final int GRACE_SECONDS = 30;
  private static final String SCRIPT =
      """
      local count = 0
      local body = string.rep("x", 4096)
      function request()
        count = count + 1
        if count %% 10 == 0 then
          return wrk.format("POST", "/load", {["Host"] = "%1$s"}, body)
        end
        return wrk.format("GET", "/load", {["Host"] = "%1$s"})
      end
      function done(summary, latency)
        local e = summary.errors
        io.write(string.format("RESULT {\\"requests\\": %%d, \\"failed\\": %%d, \\"p50Millis\\": %%.3f, " ..
          "\\"p99Millis\\": %%.3f, \\"seconds\\": %%.3f}\\n", summary.requests,
          e.connect + e.read + e.write + e.timeout + e.status,
          latency:percentile(50) / 1000, latency:percentile(99) / 1000, summary.duration / 1e6))
        io.write(string.format("connect %%d, read %%d, write %%d, timeout %%d, status %%d\\n",
          e.connect, e.read, e.write, e.timeout, e.status))
      end
      """;

  private final ChildProcess process;
  private final int seconds;

  private Wrk(ChildProcess process, int seconds) {
    this.process = process;
    this.seconds = seconds;
  }

  /**
   * What it saw.
   *
   * @param failed requests without an answer, or with one that was no 2xx or 3xx
   */
  public record Result(
      long requests, long failed, double p50Millis, double p99Millis, double seconds) {

    /** Throws where a request failed, or none was made. */
    public void requireNoFailure() {
      if (failed > 0 || requests == 0) {
        throw new LoadTestException("%d of %d requests failed".formatted(failed, requests));
      }
    }
  }

  /** Starts the load; it ends by itself after so many seconds. */
  public static Wrk start(Workspace workspace, URI url, String host, int seconds) {
    Path script = workspace.write("wrk.lua", SCRIPT.formatted(host));
    List<String> command =
        List.of(
            "wrk",
            "-t1",
            "-c" + CONNECTIONS,
            "-d" + seconds,
            "--timeout",
            "10",
            "-s",
            script.toString(),
            url.toString());
    ChildProcess process = ChildProcess.start("wrk", workspace.file("wrk.log"), Map.of(), command);
    return workspace.keep(new Wrk(process, seconds));
  }

  /** Ends the load now; throws where it had ended before. */
  public Result stop() {
    if (!process.isAlive()) {
      throw process.failure("ended before it was told to");
    }
    // Only on SIGINT does it print what it saw, and the JDK does not send that.
    ChildProcess.runHere(List.of("kill", "-INT", Long.toString(process.pid())));
    return result();
  }

  /** Waits for the end. */
  public Result result() {
    String output = process.output(seconds + GRACE_SECONDS);
    String json =
        output
            .lines()
            .filter(line -> line.startsWith("RESULT "))
            .findFirst()
            .orElseThrow(() -> process.failure("printed no result"))
            .substring("RESULT ".length());
    try {
      return JSON.readValue(json, Result.class);
    } catch (JsonProcessingException e) {
      throw new LoadTestException("cannot read what wrk printed: " + json, e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}

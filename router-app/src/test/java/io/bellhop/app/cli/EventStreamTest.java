package io.bellhop.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bellhop.config.json.RolloutJson;
import io.bellhop.model.AppName;
import io.bellhop.model.rollout.RolloutLog;
import io.bellhop.model.rollout.RolloutProgress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events over connections that break, against a scripted server. */
class EventStreamTest {
  private static final Duration AMPLE = Duration.ofSeconds(30);
  private static final String PATH = "/events";

  private interface Script {
    void answer(HttpExchange exchange) throws IOException;
  }

  private final List<String> notices = new ArrayList<>();
  private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();
  private HttpServer server = listen();

  private static HttpServer listen() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeEach
  void start() {
    server.createContext(
        PATH,
        exchange -> {
          Script script = scripts.remove();
          try (exchange) {
            script.answer(exchange);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private EventStream stream(String urls, Duration longestAbsence) {
    AdminClient client = AdminClient.of(Map.of("BELLHOP_URL", urls));
    return new EventStream(
        new ServerEvents(client, PATH, longestAbsence, notices::add, EventStream.WORDING));
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static String nobody() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:" + socket.getLocalPort();
    }
  }

  /** Where things stand once so many rollouts were asked for. */
  private static RolloutProgress standing(long rollouts) {
    RolloutLog log = new RolloutLog(rollouts, Optional.empty(), List.of(), List.of());
    return new RolloutProgress(new AppName("shop"), log, new TreeSet<>(), new TreeMap<>());
  }

  private static Script events(long... rollouts) {
    return exchange -> {
      exchange.sendResponseHeaders(200, 0);
      for (long each : rollouts) {
        String event = "data: %s\n\n".formatted(RolloutJson.tree(standing(each)));
        exchange.getResponseBody().write(event.getBytes(StandardCharsets.UTF_8));
      }
    };
  }

  private static Script problem(int status, String body) {
    return exchange -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  @Test
  void aStreamThatEndsIsTakenUpAgainAndWhatWasSeenIsNotToldTwice() {
    scripts.add(events(1));
    scripts.add(events(1, 2));
    try (EventStream stream = stream(url(), AMPLE)) {
      assertThat(stream.next(AMPLE)).contains(standing(1));
      assertThat(stream.next(AMPLE)).contains(standing(2));
    }
    assertThat(notices).isEmpty();
  }

  @Test
  void aRouterThatIsNotReadyIsAskedAgain() {
    scripts.add(problem(503, "{}"));
    scripts.add(events(3));
    try (EventStream stream = stream(url(), AMPLE)) {
      assertThat(stream.next(AMPLE)).contains(standing(3));
    }
    assertThat(notices).hasSize(2);
    assertThat(notices.get(0)).startsWith("lost " + url());
    assertThat(notices.get(1)).isEqualTo("following again, at " + url());
  }

  @Test
  void whatIsRefusedIsTold() {
    scripts.add(
        problem(404, "{\"code\":\"not_found\",\"detail\":\"no such app\",\"remedy\":\"look\"}"));
    try (EventStream stream = stream(url(), AMPLE)) {
      assertThatThrownBy(() -> stream.next(AMPLE))
          .isInstanceOf(CommandException.class)
          .hasMessageContaining("no such app")
          .hasMessageContaining("remedy: look");
    }
  }

  @Test
  void whereNobodyAnswersItIsGivenUpAndSaid() throws IOException {
    String urls = nobody() + "," + nobody();
    try (EventStream stream = stream(urls, Duration.ofMillis(50))) {
      assertThatThrownBy(() -> stream.next(AMPLE))
          .isInstanceOf(CommandException.class)
          .hasMessageContaining("no events came from " + urls.replace(",", ", "))
          .hasMessageContaining("the rollout goes on by itself");
    }
  }
}

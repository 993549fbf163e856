package io.bellhop.app.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bellhop.agent.attach.AttachedRuns;
import io.bellhop.agent.logs.RunLogs;
import io.bellhop.agent.runtime.AttachedStreams;
import io.bellhop.agent.runtime.LogSink.Output;
import io.bellhop.agent.runtime.Printed;
import io.bellhop.agent.runtime.PrintedQueue;
import io.bellhop.app.attach.AttachHandler;
import io.bellhop.app.serve.AgentServer;
import io.bellhop.model.AppName;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.run.Attachment;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunId;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.RunSpec;
import io.bellhop.model.run.TerminalSize;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The streams of an attached run over HTTP, from its agent through a router. */
class AttachmentApiTest {
  private static final RunKey KEY = new RunKey(new AppName("shop"), new RunId("r1"));
  private static final String PATH = "/api/v1/apps/shop/runs/r1/attachment";
  private static final AgentId AGENT = new AgentId("host-a");

  @TempDir private Path folder;
  private final AdminFixture admin =
      AdminFixture.with(new ChangePolicy.ByToken(AdminFixture.TOKEN));
  private final AttachedRuns attached =
      new AttachedRuns(InstantSource.system(), Duration.ofMinutes(1));
  private final Command command = new Command();
  private AgentServer server;

  /** A command that a test speaks for. */
  private static final class Command implements AttachedStreams {
    final PrintedQueue printed = new PrintedQueue(1 << 20);
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Override
    public Optional<Printed> read() throws InterruptedException {
      return printed.take();
    }

    @Override
    public void write(byte[] bytes) {
      heard.add(new String(bytes, UTF_8));
    }

    @Override
    public void endInput() {
      heard.add("end");
    }

    @Override
    public void resize(TerminalSize size) {
      heard.add(size.rows() + "x" + size.columns());
    }

    @Override
    public void close() {
      printed.end();
    }

    void print(String text) {
      printed.offer(new Printed(Output.OUT, text.getBytes(UTF_8)));
    }

    String next() throws InterruptedException {
      return Optional.ofNullable(heard.poll(30, TimeUnit.SECONDS)).orElse("nothing");
    }
  }

  @BeforeEach
  void attach() throws IOException {
    admin.send("POST", "/api/v1/apps", "{\"name\":\"shop\",\"hosts\":[\"shop.localhost\"]}");
    server =
        AgentServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "127.0.0.1");
    server.add(AttachHandler.PATH, new AttachHandler(attached));
    admin.agents.add(AGENT.value(), server.access());
    admin.runs.asked.add(running(Optional.of(new Attachment(Optional.empty()))));
    RunLogs logs = new RunLogs(folder, 1 << 20, () -> {});
    assertThat(attached.open(KEY, () -> Optional.of(command), logs.sink(KEY))).isTrue();
  }

  private static Run running(Optional<Attachment> attachment) {
    RunSpec spec =
        new RunSpec(
            Optional.empty(),
            LaunchSpec.ofCommand(List.of("cat")),
            Duration.ofHours(1),
            attachment);
    return Run.queued(KEY, spec, "", Instant.now())
        .claimed(AGENT, Instant.now())
        .started(Instant.now(), Optional.empty());
  }

  @AfterEach
  void close() {
    admin.close();
    server.close();
    attached.close();
  }

  private static String text(JsonNode output) {
    return new String(Base64.getDecoder().decode(output.path("data").asText()), UTF_8);
  }

  private JsonNode input(String body) {
    HttpResponse<String> answer = admin.send("POST", PATH + "/input", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return AdminFixture.json(answer);
  }

  @Test
  void outputIsTakenUpAgainWhereItsReaderWas() {
    command.print("ab");
    try (SseClient events = SseClient.open(admin.port(), PATH)) {
      assertThat(events.next()).isEmpty();
      assertThat(text(events.next())).isEqualTo("ab");
      assertThat(events.id()).isEqualTo("2");
    }
    command.print("cd");
    try (SseClient events = SseClient.open(admin.port(), PATH, "1")) {
      assertThat(events.next()).isEmpty();
      assertThat(text(events.next())).isEqualTo("b");
      assertThat(text(events.next())).isEqualTo("cd");
    }
    input("{\"received\":4}");
    try (SseClient events = SseClient.open(admin.port(), PATH, "2")) {
      assertThat(events.next().path("detail").asText()).contains("begin a new run");
    }
  }

  @Test
  void inputThatIsSentTwiceIsTakenOnce() throws Exception {
    assertThat(input("{\"offset\":0,\"data\":\"aGk=\"}").path("taken").asInt()).isEqualTo(2);
    assertThat(input("{\"offset\":0,\"data\":\"aGk=\",\"end\":true}").path("taken").asInt())
        .isEqualTo(2);
    assertThat(command.next()).isEqualTo("hi");
    assertThat(command.next()).isEqualTo("end");
    HttpResponse<String> ahead = admin.send("POST", PATH + "/input", "{\"offset\":7}");
    assertThat(ahead.statusCode()).isEqualTo(409);
    assertThat(ahead.body()).contains("is missing");
  }

  @Test
  void theTerminalIsToldItsSize() throws Exception {
    String body = "{\"rows\":30,\"columns\":90}";
    assertThat(admin.send("PUT", PATH + "/terminal", body).statusCode()).isEqualTo(204);
    assertThat(command.next()).isEqualTo("30x90");
    assertThat(admin.send("PUT", PATH + "/terminal", "{\"rows\":0}").statusCode()).isEqualTo(400);
  }

  @Test
  void anAgentThatIsGoneIsNamedAndMayBeAskedAgain() {
    server.close();
    HttpResponse<String> answer = admin.send("POST", PATH + "/input", "{\"offset\":0}");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("its agent cannot be reached", "send the same again");
  }

  @Test
  void itsStreamsNeedTheTokenAndARunThatHasThem() {
    assertThat(admin.get(PATH).statusCode()).isEqualTo(401);
    admin.runs.asked.set(0, running(Optional.empty()));
    HttpResponse<String> answer = admin.send("GET", PATH, "");
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("is not attached to a client");
  }
}

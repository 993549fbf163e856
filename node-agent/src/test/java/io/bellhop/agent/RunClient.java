package io.bellhop.agent;

import static org.awaitility.Awaitility.await;

import io.bellhop.agent.attach.OutputPiece;
import io.bellhop.agent.runtime.LogSink.Output;
import io.bellhop.agent.runtime.Printed;
import io.bellhop.model.run.RunKey;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** What the client of an attached run does. */
final class RunClient {
  private static final Duration WAIT = Duration.ofSeconds(1);

  private final RunAgent agent;
  private final RunKey key;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private long read;
  private long written;
  private boolean over;

  private RunClient(RunAgent agent, RunKey key) {
    this.agent = agent;
    this.key = key;
    await().atMost(RunAgentCase.LONGEST).until(this::read);
  }

  /** Attaches to a run as soon as it runs. */
  static RunClient of(RunAgent agent, RunKey key) {
    await()
        .atMost(RunAgentCase.LONGEST)
        .until(() -> agent.attached().read(key, 0, Duration.ZERO).isPresent());
    return new RunClient(agent, key);
  }

  private ByteArrayOutputStream of(Output output) {
    return output == Output.OUT ? out : err;
  }

  private boolean read() throws Exception {
    Optional<OutputPiece> piece = agent.attached().read(key, read, Duration.ofMillis(50));
    for (Printed printed : piece.map(OutputPiece::printed).orElseThrow()) {
      of(printed.output()).writeBytes(printed.bytes());
    }
    read = piece.get().next();
    over = piece.get().over();
    agent.attached().received(key, read);
    return true;
  }

  String awaitOutput(String text) {
    await()
        .atMost(RunAgentCase.LONGEST)
        .until(
            () -> {
              read();
              return text(Output.OUT).contains(text);
            });
    return text(Output.OUT);
  }

  void readToTheEnd() throws Exception {
    while (!over) {
      read();
    }
  }

  String text(Output output) {
    return of(output).toString(StandardCharsets.UTF_8);
  }

  void send(String text, boolean end) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    written = agent.attached().write(key, written, bytes, end, WAIT).orElseThrow();
  }
}

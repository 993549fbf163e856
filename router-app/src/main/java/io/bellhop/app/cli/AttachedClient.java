package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import java.util.Optional;

/** Is attached to a run: hands on what it prints as it is, and gives it what this process reads. */
final class AttachedClient implements FollowedRun.Taker {
  static final String FEED = "/attachment";
  private static final long RECEIVED_STEP = 128 * 1024;

  private final CommandContext context;
  private final AdminClient client;
  private final RunReference run;
  private final Optional<RawTerminal> terminal;
  private final InputSender input;
  private boolean attached;
  private long received;
  private long said;

  /**
   * A client of one run.
   *
   * @param terminal in which the run is shown; empty for plain streams
   */
  AttachedClient(CommandContext context, RunReference run, Optional<RawTerminal> terminal) {
    this.context = context;
    this.client = context.adminClient();
    this.run = run;
    this.terminal = terminal;
    this.input = new InputSender(context, run);
  }

  @Override
  public boolean take(ServerEvent event, JsonNode data) {
    switch (event.name()) {
      case "attached" -> attach();
      case "output" -> show(data);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Also told where another router goes on with the run. */
  private void attach() {
    if (!attached) {
      attached = true;
      terminal.ifPresent(this::handOver);
      input.start();
    }
  }

  private void handOver(RawTerminal own) {
    own.enter();
    AdminClient resizing = context.adminClient();
    own.onResize(() -> input.resized(resizing, own.size()));
    // It may have changed while the run waited for its start.
    input.resized(resizing, own.size());
  }

  private void show(JsonNode data) {
    boolean error = data.path("output").asText().equals("err");
    OutputStream to = error ? context.streams().err() : context.streams().out();
    byte[] bytes = Base64.getDecoder().decode(data.path("data").asText());
    try {
      to.write(bytes);
      to.flush();
    } catch (IOException e) {
      client.delete(run.path());
      throw new CommandException(
          "nobody takes its output any more: run %s is cancelled".formatted(run.run()), e);
    }
    received += bytes.length;
    if (received - said >= RECEIVED_STEP) {
      said = received;
      input.received(client, received);
    }
  }

  @Override
  public void notice(String sentence) {
    // A raw terminal does not go back to the beginning of a line by itself.
    boolean raw = terminal.filter(RawTerminal::isRaw).isPresent();
    context.err().print("bellhop: " + sentence + (raw ? "\r\n" : System.lineSeparator()));
    context.err().flush();
  }

  @Override
  public void leave() {
    input.stop();
    terminal.ifPresent(RawTerminal::leave);
  }
}

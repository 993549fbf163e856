package io.bellhop.app.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.agent.attach.LostPlaceException;
import io.bellhop.app.attach.AttachedInput;
import io.bellhop.app.attach.RunAttachments;
import io.bellhop.app.logs.RunAgents.MissingException;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.StoreException;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.TerminalSize;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The client's side of a run that is attached to it: its output, its input, its terminal. All need
 * the token, as they are the run's own streams.
 */
final class AttachmentEndpoints {
  private static final String OUTPUT = RunEndpoints.ONE + "/attachment";
  private static final String INPUT = OUTPUT + "/input";
  private static final String TERMINAL = OUTPUT + "/terminal";

  private final KnownRuns runs;
  private final RunAttachments attachments;

  AttachmentEndpoints(KnownRuns runs, RunAttachments attachments) {
    this.runs = runs;
    this.attachments = attachments;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.change("GET", OUTPUT, this::output),
        Endpoint.change("POST", INPUT, this::input),
        Endpoint.change("PUT", TERMINAL, this::terminal));
  }

  private Answer output(Call call) throws StoreException {
    Run run = runs.present(call.run());
    if (run.spec().attachment().isEmpty() && !run.ended()) {
      throw new ProblemException(
          ProblemCode.CONFLICT,
          "run '%s' is not attached to a client".formatted(run.key().run()),
          "follow what it prints at its /logs, or ask for runs with an attachment");
    }
    String id = call.lastEventId();
    long offset = id.matches("\\d{1,18}") ? Long.parseLong(id) : 0;
    return new AttachmentFeed(runs.runs(), attachments, run.key(), offset);
  }

  private Reply input(Call call) throws StoreException {
    ObjectNode body = call.object();
    byte[] bytes = bytes(body.path("data").asText());
    long offset = number(body, "offset");
    boolean end = body.path("end").asBoolean();
    Run run = runs.present(call.run());
    AttachedInput taken =
        asked(run, () -> attachments.write(run, number(body, "received"), offset, bytes, end))
            .orElseGet(() -> new AttachedInput(offset, !run.ended()));
    return Reply.ok(
        JsonNodeFactory.instance
            .objectNode()
            .put("taken", taken.taken())
            .put("open", taken.open()));
  }

  private Reply terminal(Call call) throws StoreException {
    ObjectNode body = call.object();
    TerminalSize size = new TerminalSize((int) number(body, "rows"), (int) number(body, "columns"));
    Run run = runs.present(call.run());
    Optional<String> unused =
        asked(
            run,
            () -> {
              attachments.resize(run, size);
              return Optional.of("");
            });
    return Reply.noContent();
  }

  private static byte[] bytes(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException("field 'data' is not in Base64: encode the bytes");
    }
  }

  private static long number(ObjectNode body, String field) {
    JsonNode value = body.path(field);
    if (!value.isMissingNode() && (!value.canConvertToInt() && !value.isLong())
        || value.asLong() < 0) {
      throw new InvalidValueException(
          "field '%s' of %s is not valid: use a number of 0 or more".formatted(field, value));
    }
    return value.asLong();
  }

  /** Something asked of an agent. */
  private interface Question<T> {
    Optional<T> ask()
        throws MissingException, StoreException, LostPlaceException, InterruptedException;
  }

  /** Empty where no agent has the run now. */
  private static <T> Optional<T> asked(Run run, Question<T> question) throws StoreException {
    if (run.holder().isEmpty()) {
      return Optional.empty();
    }
    try {
      return question.ask();
    } catch (LostPlaceException e) {
      throw new ProblemException(
          ProblemCode.CONFLICT, "" + e.getMessage(), "begin a new run: this one's stream is cut");
    } catch (MissingException e) {
      throw new ProblemException(
          ProblemCode.UNAVAILABLE, "" + e.getMessage(), "send the same again, at any router");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(ProblemCode.UNAVAILABLE, "this router stops", "ask another one");
    }
  }
}

package io.bellhop.app.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.app.logs.RunAgents;
import io.bellhop.app.logs.RunOutput;
import io.bellhop.config.json.RunJson;
import io.bellhop.model.App;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.StoreException;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.Runs;
import java.util.List;

/** Asking for one-off runs, seeing and cancelling them. */
final class RunEndpoints {
  static final String ALL = "/api/v1/apps/{app}/runs";
  static final String ONE = "/api/v1/apps/{app}/runs/{run}";
  static final String LOGS = "/api/v1/apps/{app}/runs/{run}/logs";
  private static final int ACCEPTED = 202;
  private static final int LONGEST_KEY = 200;

  private final TableWatch table;
  private final Runs runs;
  private final KnownRuns known;
  private final RunOutput output;

  RunEndpoints(KnownRuns known, RunOutput output) {
    this.table = known.table();
    this.runs = known.runs();
    this.known = known;
    this.output = output;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.read(ALL, this::list),
        Endpoint.change("POST", ALL, this::create),
        Endpoint.read(ONE, call -> Reply.ok(RunJson.tree(known.present(call.run())))),
        Endpoint.read(LOGS, this::logs),
        Endpoint.change("DELETE", ONE, this::cancel));
  }

  private Reply list(Call call) throws StoreException {
    App app = Apps.present(table.table(), call.app());
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode all = body.putArray("runs");
    runs.list(app.name()).forEach(run -> all.add(RunJson.tree(run)));
    return Reply.ok(body);
  }

  private Reply create(Call call) throws StoreException {
    App app = Apps.present(table.table(), call.app());
    String key = call.idempotencyKey();
    if (key.length() > LONGEST_KEY) {
      throw new InvalidValueException(
          "Idempotency-Key of %d characters is not valid: use up to %d"
              .formatted(key.length(), LONGEST_KEY));
    }
    Run run = runs.create(app.spec(), RunJson.readRequest(call.body()).spec(app), key);
    return Reply.json(ACCEPTED, RunJson.tree(run)).withHeader("Location", path(run.key()));
  }

  private static String path(RunKey key) {
    return ALL.replace("{app}", key.app().value()) + "/" + key.run();
  }

  private Reply cancel(Call call) throws StoreException {
    return Reply.json(ACCEPTED, RunJson.tree(runs.cancel(call.run())));
  }

  private Answer logs(Call call) throws StoreException {
    Run run = known.present(call.run());
    if (call.query("follow").orElse("false").equals("true")) {
      return new RunFeed(runs, output, run.key(), offset(call.lastEventId()));
    }
    return piece(run, offset(call.query("offset").orElse("0")));
  }

  private static long offset(String text) {
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }

  private Reply piece(Run run, long offset) throws StoreException {
    try {
      RunOutput.Piece piece = output.read(run, offset);
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      ArrayNode lines = body.putArray("lines");
      piece.lines().forEach(line -> lines.add(line.tree()));
      body.put("next", piece.next());
      return Reply.ok(body);
    } catch (RunAgents.MissingException e) {
      throw new ProblemException(
          ProblemCode.UNAVAILABLE,
          "" + e.getMessage(),
          "its last lines are in the run itself: `bellhop runs %s %s`"
              .formatted(run.key().app(), run.key().run()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(ProblemCode.UNAVAILABLE, "this router stops", "ask another one");
    }
  }
}

package io.bellhop.app.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.app.logs.AgentLogs;
import io.bellhop.app.logs.LogPosition;
import io.bellhop.app.logs.LogTail;
import io.bellhop.model.AppName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.StoreException;
import java.util.List;

/** What the instances of an app print, from all agents. */
final class LogEndpoints {
  private static final int USUAL_LINES = 100;

  private final TableWatch table;
  private final AgentLogs logs;

  LogEndpoints(TableWatch table, AgentLogs logs) {
    this.table = table;
    this.logs = logs;
  }

  List<Endpoint> endpoints() {
    return List.of(Endpoint.read("/api/v1/apps/{app}/logs", this::logs));
  }

  private Answer logs(Call call) throws StoreException {
    AppName app = Apps.present(table.table(), call.app()).name();
    int lines = call.query("lines").map(LogEndpoints::lines).orElse(USUAL_LINES);
    return call.query("follow").orElse("false").equals("true")
        ? new LogFeed(logs.follow(app, lines, LogPosition.of(call.lastEventId())))
        : Reply.ok(tree(logs.tail(app, lines)));
  }

  private static ObjectNode tree(LogTail tail) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    ArrayNode lines = tree.putArray("lines");
    tail.lines().forEach(line -> lines.add(line.tree()));
    tree.put("agents", tail.agents());
    ArrayNode missing = tree.putArray("missing");
    tail.missing().forEach(agent -> missing.add(agent.tree()));
    return tree;
  }

  private static int lines(String text) {
    try {
      int lines = Integer.parseInt(text);
      if (lines >= 0 && lines <= AgentLogs.MOST_LINES) {
        return lines;
      }
    } catch (NumberFormatException e) {
      // Told below, like every other number that does not serve.
    }
    throw new InvalidValueException(
        "lines of '%s' is not valid: use 0 to %d".formatted(text, AgentLogs.MOST_LINES));
  }
}

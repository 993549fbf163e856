package io.bellhop.app.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.config.json.ScheduleStatusJson;
import io.bellhop.model.App;
import io.bellhop.model.StoreException;
import io.bellhop.model.schedule.Schedules;
import java.util.List;

/** How the schedules of an app stand; they are changed with its spec. */
final class ScheduleEndpoints {
  private static final String ALL = "/api/v1/apps/{app}/schedules";

  private final TableWatch table;
  private final Schedules schedules;

  ScheduleEndpoints(TableWatch table, Schedules schedules) {
    this.table = table;
    this.schedules = schedules;
  }

  List<Endpoint> endpoints() {
    return List.of(Endpoint.read(ALL, this::list));
  }

  private Reply list(Call call) throws StoreException {
    App app = Apps.present(table.table(), call.app());
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode all = body.putArray("schedules");
    schedules.list(app.spec()).forEach(each -> all.add(ScheduleStatusJson.tree(each)));
    return Reply.ok(body);
  }
}

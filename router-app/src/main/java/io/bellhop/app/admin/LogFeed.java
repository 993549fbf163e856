package io.bellhop.app.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.app.logs.LogFollowing;
import io.bellhop.app.logs.LogNews;
import java.time.Duration;
import java.util.Optional;

/** What an app prints, for one client. */
record LogFeed(LogFollowing following) implements Feed {

  @Override
  public Optional<Event> next(Duration atMost) throws InterruptedException {
    return following.next(atMost).map(this::event);
  }

  private Event event(LogNews news) {
    String id = following.position().toString();
    if (news instanceof LogNews.Line line) {
      return new Event(id, "line", text(line.entry().tree()));
    }
    if (news instanceof LogNews.Missing missing) {
      return new Event(id, "missing", text(missing.agent().tree()));
    }
    long lines = ((LogNews.LeftOut) news).lines();
    return new Event(
        id, "left_out", text(JsonNodeFactory.instance.objectNode().put("lines", lines)));
  }

  private static String text(ObjectNode json) {
    return json.toString();
  }

  @Override
  public boolean isOver() {
    return false;
  }

  @Override
  public void close() {
    following.close();
  }
}

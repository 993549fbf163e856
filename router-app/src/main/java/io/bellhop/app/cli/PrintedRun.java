package io.bellhop.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** Shows what a run prints line by line, from what is kept of it. */
record PrintedRun(CommandContext context) implements FollowedRun.Taker {
  static final String FEED = "/logs?follow=true";

  @Override
  public boolean take(ServerEvent event, JsonNode data) {
    if (!event.name().equals("line")) {
      return false;
    }
    boolean error = data.path("output").asText().equals("err");
    PrintWriter to = error ? context.err() : context.out();
    to.println(data.path("text").asText());
    to.flush();
    return true;
  }

  @Override
  public void notice(String sentence) {
    context.err().printf("bellhop: %s%n", sentence);
    context.err().flush();
  }

  @Override
  public void leave() {
    // Nothing was begun.
  }
}

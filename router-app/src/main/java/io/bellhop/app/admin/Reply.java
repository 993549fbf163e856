package io.bellhop.app.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/** An answer in full. */
record Reply(int status, Map<String, String> headers, String body) implements Answer {

  static Reply json(int status, JsonNode body) {
    return of(status, "application/json", body.toString());
  }

  static Reply ok(JsonNode body) {
    return json(200, body);
  }

  static Reply noContent() {
    return new Reply(204, Map.of(), "");
  }

  static Reply of(int status, String contentType, String body) {
    return new Reply(status, Map.of("Content-Type", contentType), body);
  }

  /** The one form of every refusal: RFC 9457, with the code to decide by and the remedy. */
  static Reply problem(ProblemException problem) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("title", problem.code().title());
    body.put("status", problem.code().status());
    body.put("code", problem.code().wireName());
    body.put("detail", problem.detail());
    body.put("remedy", problem.remedy());
    Reply reply = of(problem.code().status(), "application/problem+json", body.toString());
    for (Map.Entry<String, String> header : problem.headers().entrySet()) {
      reply = reply.withHeader(header.getKey(), header.getValue());
    }
    return reply;
  }

  Reply withHeader(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new Reply(status, Map.copyOf(more), body);
  }
}

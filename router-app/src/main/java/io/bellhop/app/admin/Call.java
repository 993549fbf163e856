package io.bellhop.app.admin;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.run.RunId;
import io.bellhop.model.run.RunKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** One request, read in full. */
final class Call {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> variables;
  private final Map<String, String> query;
  private final String accept;
  private final String lastEventId;
  private final String idempotencyKey;
  private final byte[] body;

  /**
   * @param variables what the endpoint's template has in braces
   * @param accept the {@code Accept} field; empty where there is none
   * @param lastEventId the {@code Last-Event-ID} field; empty where there is none
   * @param idempotencyKey the {@code Idempotency-Key} field; empty where there is none
   */
  Call(
      Map<String, String> variables,
      Map<String, String> query,
      String accept,
      String lastEventId,
      String idempotencyKey,
      byte[] body) {
    this.variables = variables;
    this.query = query;
    this.accept = accept;
    this.lastEventId = lastEventId;
    this.idempotencyKey = idempotencyKey;
    this.body = body;
  }

  String accept() {
    return accept;
  }

  String lastEventId() {
    return lastEventId;
  }

  String idempotencyKey() {
    return idempotencyKey;
  }

  byte[] body() {
    return body;
  }

  AppName app() {
    return new AppName(variable("app"));
  }

  DeploymentName deployment() {
    return new DeploymentName(variable("deployment"));
  }

  RunKey run() {
    return new RunKey(app(), new RunId(variable("run")));
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }

  /** The body, which must be one JSON object. */
  ObjectNode object() {
    try {
      if (JSON.readTree(body) instanceof ObjectNode object) {
        return object;
      }
      throw malformed("the body is not a JSON object");
    } catch (JacksonException e) {
      throw malformed("the body is not valid JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProblemException malformed(String detail) {
    return new ProblemException(
        ProblemCode.INVALID_JSON, detail, "send one JSON object, as /openapi.yaml describes it");
  }

  private String variable(String name) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalStateException("the endpoint's template has no {" + name + "}");
    }
    return value;
  }
}

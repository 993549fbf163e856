package io.bellhop.app.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.config.json.AppJson;
import io.bellhop.config.json.RolloutJson;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.health.AppHealth;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Holds {@code openapi.yaml} against the server, both ways. */
class OpenApiTest {
  private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
  private final AdminFixture admin =
      AdminFixture.with(new ChangePolicy.ByToken(AdminFixture.TOKEN));

  @AfterEach
  void close() {
    admin.close();
  }

  /** One operation of the document. */
  record Operation(String method, String path, JsonNode description) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  static Stream<Operation> operations() {
    return operationsIn(document()).stream();
  }

  @Test
  void theDocumentAndTheServerListTheSameOperations() {
    Set<String> described = new TreeSet<>();
    operations().forEach(operation -> described.add(operation.toString()));
    Set<String> served = new TreeSet<>();
    admin.api.endpoints().forEach(each -> served.add(each.method() + " " + each.template()));
    assertThat(described).isEqualTo(served);
  }

  @Test
  void theDocumentIsServed() {
    HttpResponse<String> response = admin.get("/openapi.yaml");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(OpenApiEndpoint.document());
  }

  @Test
  void changesAndOnlyTheyNeedTheToken() {
    Set<String> secured = new TreeSet<>();
    operations()
        .filter(operation -> operation.description().has("security"))
        .forEach(operation -> secured.add(operation.toString()));
    Set<String> changes = new TreeSet<>();
    admin.api.endpoints().stream()
        .filter(each -> each.access() == Access.CHANGE)
        .forEach(each -> changes.add(each.method() + " " + each.template()));
    assertThat(secured).isEqualTo(changes);
  }

  @Test
  void everyCodeIsDescribed() {
    JsonNode codes = document().at("/components/schemas/Problem/properties/code/enum");
    List<String> described = new ArrayList<>();
    codes.forEach(code -> described.add(code.asText()));
    assertThat(described)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ProblemCode.values()).map(ProblemCode::wireName).toList());
  }

  @Test
  void everyFieldOfASpecIsDescribedAndNoOther() {
    Set<String> described = new TreeSet<>();
    collect("", document().at("/components/schemas/AppSpec"), described);
    assertThat(described).isEqualTo(new TreeSet<>(AppJson.specKeys()));
  }

  @Test
  void everyOptionOfARolloutIsDescribedAndNoOther() {
    Set<String> known = new TreeSet<>();
    named("", RolloutJson.tree(FakeRollouts.waiting()).at("/queued/0/options"), known);
    for (String schema : List.of("RolloutOptions", "NewRollout")) {
      Set<String> described = new TreeSet<>();
      collect("", document().at("/components/schemas/" + schema), described);
      described.remove("target");
      assertThat(described).as(schema).isEqualTo(known);
    }
  }

  private static void named(String prefix, JsonNode value, Set<String> keys) {
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      keys.add(prefix + field.getKey());
      named(prefix + field.getKey() + ".", field.getValue(), keys);
    }
  }

  private static void collect(String prefix, JsonNode schema, Set<String> keys) {
    for (Map.Entry<String, JsonNode> field : resolved(schema).path("properties").properties()) {
      String key = prefix + field.getKey();
      keys.add(key);
      collect(key + ".", field.getValue(), keys);
      JsonNode named = resolved(resolved(field.getValue()).path("additionalProperties"));
      if (named.has("properties")) {
        keys.add(key + ".NAME");
        collect(key + ".NAME.", named, keys);
      }
    }
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    JsonNode document = document();
    assertThat(document.findValuesAsText("$ref"))
        .isNotEmpty()
        .allSatisfy(
            reference ->
                assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void anOperationThatSucceedsAnswersAsDescribed(Operation operation) {
    admin.send("POST", "/api/v1/apps", "{\"name\":\"shop\",\"hosts\":[\"shop.localhost\"]}");
    admin.send("PUT", "/api/v1/apps/shop/deployments/v1", "{\"source\":\"registered\"}");
    admin.process.knows(
        new AppHealth(List.of(FakeProcess.ejected(new DeploymentName("v1"))), "requests fail"),
        FakeProcess.busy(new DeploymentName("v1")));
    HttpResponse<String> response = send(operation, "shop", body(operation));
    assertThat(response.statusCode()).isBetween(200, 299);
    assertDescribed(operation, response);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void anOperationThatFailsAnswersAsDescribed(Operation operation) {
    admin.process.notReady("not yet");
    assertDescribed(operation, send(operation, "none", body(operation)));
    assertDescribed(operation, send(operation, "NOT-A-NAME", "{"));
    assertDescribed(
        operation,
        admin.send(
            admin
                .request(operation.method(), at(operation, "none"), body(operation))
                .header("Content-Type", "application/json")));
  }

  private HttpResponse<String> send(Operation operation, String app, String body) {
    return admin.send(operation.method(), at(operation, app), body);
  }

  private static String at(Operation operation, String app) {
    String path =
        operation
            .path()
            .replace("{app}", app)
            .replace("{deployment}", "v1")
            .replace("{run}", FakeRuns.KNOWN.value());
    return path.endsWith("/events")
        ? path + "?follow=false"
        : path.endsWith("/busy") ? path + "?for=10m" : path;
  }

  private static String body(Operation operation) {
    return switch (operation.toString()) {
      case "POST /api/v1/apps" -> "{\"name\":\"new\",\"hosts\":[\"new.localhost\"]}";
      case "PUT /api/v1/apps/{app}" -> "{\"hosts\":[\"new.localhost\"]}";
      case "PATCH /api/v1/apps/{app}" ->
          "{\"paths\":[\"/a\"],\"health\":{\"path\":\"/up\"},\"retries\":{\"attempts\":2}}";
      case "POST /api/v1/apps/{app}/rollouts" -> "{\"target\":\"v1\",\"canary\":[{\"percent\":5}]}";
      case "POST /api/v1/apps/{app}/runs" -> "{\"command\":[\"work\"],\"size\":\"L\"}";
      case "POST /api/v1/apps/{app}/runs/{run}/attachment/input" ->
          "{\"offset\":0,\"data\":\"aGk=\",\"end\":true}";
      case "PUT /api/v1/apps/{app}/runs/{run}/attachment/terminal" ->
          "{\"rows\":24,\"columns\":80}";
      case "PUT /api/v1/apps/{app}/traffic" -> "{\"weights\":{\"v1\":1}}";
      case "PUT /api/v1/apps/{app}/deployments/{deployment}" ->
          "{\"source\":\"static\",\"addresses\":[\"127.0.0.1:1\"]}";
      default -> "";
    };
  }

  private static void assertDescribed(Operation operation, HttpResponse<String> response) {
    JsonNode responses = operation.description().path("responses");
    String status = Integer.toString(response.statusCode());
    assertThat(responses.has(status))
        .as("%s answered %s: %s", operation, status, response.body())
        .isTrue();
    JsonNode described = resolved(responses.path(status));
    String type = response.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
    if (described.has("content")) {
      assertThat(described.path("content").has(type)).as("%s: %s", operation, type).isTrue();
      if (type.endsWith("json")) {
        Shape.check(
            document(),
            described.at("/content").path(type).path("schema"),
            AdminFixture.json(response));
      }
    } else {
      assertThat(response.body()).isEmpty();
    }
  }

  private static JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document().at(node.path("$ref").asText().substring(1)) : node;
  }

  private static List<Operation> operationsIn(JsonNode document) {
    List<Operation> operations = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue().properties().stream()
                    .filter(each -> METHODS.contains(each.getKey()))
                    .forEach(
                        each ->
                            operations.add(
                                new Operation(
                                    each.getKey().toUpperCase(java.util.Locale.ROOT),
                                    path.getKey(),
                                    each.getValue()))));
    return operations;
  }

  private static JsonNode document() {
    Object yaml =
        new Load(LoadSettings.builder().build()).loadFromString(OpenApiEndpoint.document());
    return new ObjectMapper().valueToTree(yaml);
  }
}

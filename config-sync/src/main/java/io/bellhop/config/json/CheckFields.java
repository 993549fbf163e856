package io.bellhop.config.json;

import static io.bellhop.config.json.Usual.or;
import static io.bellhop.config.json.Usual.unless;

import io.bellhop.model.CheckSpec;
import io.bellhop.model.InvalidValueException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of {@code health} that say how to ask: {@code check} chooses between {@code gate},
 * {@code tcp} and {@code http}, all others belong to {@code http}, which they imply.
 */
record CheckFields(
    @Nullable String check,
    @Nullable String path,
    @Nullable String method,
    @Nullable String host,
    @Nullable Integer minStatus,
    @Nullable Integer maxStatus,
    @Nullable Integer maxBodyBytes,
    @Nullable String identityHeader) {
  private static final String GATE = "gate";
  private static final String TCP = "tcp";
  private static final String HTTP = "http";
  private static final CheckSpec.Http USUAL = CheckSpec.Http.get("/");

  static CheckFields of(CheckSpec spec) {
    if (spec instanceof CheckSpec.Http http) {
      return new CheckFields(
          null,
          http.path(),
          unless(http.method(), USUAL.method()),
          unless(http.host(), USUAL.host()),
          unless(http.minStatus(), USUAL.minStatus()),
          unless(http.maxStatus(), USUAL.maxStatus()),
          unless(http.maxBodyBytes(), USUAL.maxBodyBytes()),
          unless(http.identityHeader(), USUAL.identityHeader()));
    }
    String check = spec instanceof CheckSpec.Tcp ? TCP : null;
    return new CheckFields(check, null, null, null, null, null, null, null);
  }

  CheckSpec toModel() {
    return switch (check == null ? implied() : check) {
      case GATE -> connect(new CheckSpec.Gate());
      case TCP -> connect(new CheckSpec.Tcp());
      case HTTP -> http();
      default ->
          throw new InvalidValueException(
              "field 'health.check' of '%s' is not known: use http, tcp or gate".formatted(check));
    };
  }

  private String implied() {
    return ofHttp().isEmpty() ? GATE : HTTP;
  }

  private CheckSpec connect(CheckSpec spec) {
    for (String field : ofHttp().keySet()) {
      throw new InvalidValueException(
          "field 'health.%s' does not belong to check '%s': leave it out, or set health.check to"
                  .formatted(field, check)
              + " http");
    }
    return spec;
  }

  private CheckSpec http() {
    if (path == null) {
      throw new InvalidValueException(
          "field 'health.path' is missing: a health check by http asks for a path, as /up");
    }
    return new CheckSpec.Http(
        or(method, USUAL.method()),
        path,
        or(host, USUAL.host()),
        or(minStatus, USUAL.minStatus()),
        or(maxStatus, USUAL.maxStatus()),
        or(maxBodyBytes, USUAL.maxBodyBytes()),
        or(identityHeader, USUAL.identityHeader()));
  }

  /** Those given that only a check by HTTP has a use for, in the order of their declaration. */
  private Map<String, Object> ofHttp() {
    Map<String, Object> given = new LinkedHashMap<>();
    put(given, "path", path);
    put(given, "method", method);
    put(given, "host", host);
    put(given, "minStatus", minStatus);
    put(given, "maxStatus", maxStatus);
    put(given, "maxBodyBytes", maxBodyBytes);
    put(given, "identityHeader", identityHeader);
    return given;
  }

  private static void put(Map<String, Object> given, String field, @Nullable Object value) {
    if (value != null) {
      given.put(field, value);
    }
  }
}

package io.bellhop.app.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The description of all this, for people and generators. */
final class OpenApiEndpoint {

  List<Endpoint> endpoints() {
    String document = document();
    return List.of(
        Endpoint.read("/openapi.yaml", call -> Reply.of(200, "application/yaml", document)));
  }

  static String document() {
    try (InputStream in = OpenApiEndpoint.class.getResourceAsStream("openapi.yaml")) {
      if (in == null) {
        throw new IllegalStateException("openapi.yaml is missing from the build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

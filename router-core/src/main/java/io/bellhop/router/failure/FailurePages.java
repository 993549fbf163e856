package io.bellhop.router.failure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Bellhop's own pages for each failure, made once. */
final class FailurePages {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String HTML =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>{{status}} {{title}}</title>
      <style>
      body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 36rem; margin: 15vh auto; padding: 0 1rem; }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; }
      dd { margin: 0; overflow-wrap: anywhere; }
      </style>
      </head>
      <body>
      <main>
      <h1>{{title}}</h1>
      <p>{{explanation}}</p>
      <dl>
      <dt>Status</dt><dd>{{status}}</dd>
      <dt>Code</dt><dd><code>{{code}}</code></dd>
      <dt>Request</dt><dd><code>{{request_id}}</code></dd>
      </dl>
      </main>
      </body>
      </html>
      """;

  private final Map<BodyKind, Map<Failure, PageTemplate>> templates = new EnumMap<>(BodyKind.class);

  FailurePages() {
    for (BodyKind kind : BodyKind.values()) {
      Map<Failure, PageTemplate> byFailure = new EnumMap<>(Failure.class);
      for (Failure failure : Failure.values()) {
        byFailure.put(failure, PageTemplate.of(page(kind, failure, FailureDetail.NONE)));
      }
      templates.put(kind, byFailure);
    }
  }

  byte[] body(BodyKind kind, Failure failure, FailureContext context) {
    if (context.detail().message().isEmpty()) {
      return prepared(kind, failure, context.requestId());
    }
    return PageTemplate.of(page(kind, failure, context.detail()))
        .fill(escape(kind, context.requestId()));
  }

  private byte[] prepared(BodyKind kind, Failure failure, String requestId) {
    Map<Failure, PageTemplate> byFailure = templates.getOrDefault(kind, Map.of());
    PageTemplate template = byFailure.get(failure);
    if (template == null) {
      throw new IllegalStateException("no page for " + failure.code() + " as " + kind);
    }
    return template.fill(escape(kind, requestId));
  }

  /** An app's page with everything filled in but the request's id. */
  static PageTemplate custom(String html, Failure failure) {
    return PageTemplate.of(fillIn(html, failure, failure.explanation()));
  }

  private static String fillIn(String html, Failure failure, String explanation) {
    return html.replace("{{status}}", Integer.toString(failure.status()))
        .replace("{{code}}", failure.code())
        .replace("{{title}}", escapeHtml(title(failure)))
        .replace("{{explanation}}", escapeHtml(explanation));
  }

  /** The id may come from the client, so it must not end an element or a string. */
  static String escape(BodyKind kind, String requestId) {
    return switch (kind) {
      case TEXT -> orDash(requestId);
      case JSON -> new String(JsonStringEncoder.getInstance().quoteAsString(requestId));
      case HTML -> escapeHtml(orDash(requestId));
    };
  }

  private static String orDash(String requestId) {
    return requestId.isEmpty() ? "-" : requestId;
  }

  private static String page(BodyKind kind, Failure failure, FailureDetail detail) {
    return switch (kind) {
      case TEXT -> text(failure, detail);
      case JSON -> json(failure, detail);
      case HTML ->
          fillIn(
              failure == Failure.APP_WAKING ? WaitingPage.HTML : HTML,
              failure,
              explanation(failure, detail));
    };
  }

  /** A message must not pass for a gap to be filled. */
  private static String explanation(Failure failure, FailureDetail detail) {
    return detail.message().isEmpty()
        ? failure.explanation()
        : failure.explanation() + " " + detail.message().replace("{{", "{ {");
  }

  private static String text(Failure failure, FailureDetail detail) {
    return """
    %d %s: %s
    code: %s
    request: %s
    """
        .formatted(
            failure.status(),
            title(failure),
            explanation(failure, detail),
            failure.code(),
            PageTemplate.REQUEST_ID);
  }

  private static String json(Failure failure, FailureDetail detail) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", "about:blank");
    problem.put("title", title(failure));
    problem.put("status", failure.status());
    problem.put("detail", explanation(failure, detail));
    problem.put("code", failure.code());
    problem.put("fault", failure.fault().label());
    detail.exitCode().ifPresent(code -> problem.put("exit_code", code));
    if (!detail.lastLines().isEmpty()) {
      problem.put(
          "last_lines",
          detail.lastLines().stream().map(line -> line.replace("{{", "{ {")).toList());
    }
    problem.put("request_id", PageTemplate.REQUEST_ID);
    try {
      return JSON.writeValueAsString(problem) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of text, numbers and lists is always JSON", e);
    }
  }

  private static String title(Failure failure) {
    return HttpResponseStatus.valueOf(failure.status()).reasonPhrase();
  }

  private static String escapeHtml(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}

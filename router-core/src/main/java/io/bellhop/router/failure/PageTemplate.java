package io.bellhop.router.failure;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A page in UTF-8 that lacks nothing but the request's id, so that failures that come in floods
 * cost a copy each.
 */
final class PageTemplate {
  static final String REQUEST_ID = "{{request_id}}";
  private static final Pattern GAP = Pattern.compile(Pattern.quote(REQUEST_ID));

  private final List<byte[]> parts;

  private PageTemplate(List<byte[]> parts) {
    this.parts = parts;
  }

  static PageTemplate of(String page) {
    return new PageTemplate(
        Arrays.stream(GAP.split(page, -1))
            .map(part -> part.getBytes(StandardCharsets.UTF_8))
            .toList());
  }

  /** The page with an id that has been escaped for it. */
  byte[] fill(String escapedRequestId) {
    byte[] id = escapedRequestId.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream page = new ByteArrayOutputStream(length(id.length));
    page.writeBytes(parts.get(0));
    for (byte[] part : parts.subList(1, parts.size())) {
      page.writeBytes(id);
      page.writeBytes(part);
    }
    return page.toByteArray();
  }

  private int length(int idLength) {
    return parts.stream().mapToInt(part -> part.length + idLength).sum();
  }
}

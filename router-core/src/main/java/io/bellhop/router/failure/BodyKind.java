package io.bellhop.router.failure;

/** The representations that a failure can be shown in, the preferred one first. */
enum BodyKind {
  TEXT("text", "plain", "text/plain; charset=utf-8"),
  /** RFC 9457. JSON is UTF-8 by definition and has no charset parameter (RFC 8259 §11). */
  JSON("application", "problem+json", "application/problem+json"),
  HTML("text", "html", "text/html; charset=utf-8");

  final String type;
  final String subtype;
  final String contentType;

  BodyKind(String type, String subtype, String contentType) {
    this.type = type;
    this.subtype = subtype;
    this.contentType = contentType;
  }

  /** How closely a media range names this kind: 0 not at all, 3 exactly (RFC 9110 §12.5.1). */
  int specificity(String range) {
    if (range.equals("*/*")) {
      return 1;
    }
    if (range.equals(type + "/*")) {
      return 2;
    }
    return range.equals(type + "/" + subtype) || (this == JSON && range.equals("application/json"))
        ? 3
        : 0;
  }
}

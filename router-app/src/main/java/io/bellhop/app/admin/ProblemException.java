package io.bellhop.app.admin;

import io.bellhop.model.StoreException;
import java.util.Map;

/** Ends a request with a problem (RFC 9457). */
final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ProblemCode code;
  private final String remedy;
  private final transient Map<String, String> headers;

  ProblemException(ProblemCode code, String detail, String remedy) {
    this(code, detail, remedy, Map.of());
  }

  private ProblemException(
      ProblemCode code, String detail, String remedy, Map<String, String> headers) {
    super(detail);
    this.code = code;
    this.remedy = remedy;
    this.headers = headers;
  }

  static ProblemException of(StoreException refused) {
    return switch (refused.reason()) {
      case NOT_FOUND -> of(ProblemCode.NOT_FOUND, refused, "see what there is with `bellhop apps`");
      case EXISTS -> of(ProblemCode.EXISTS, refused, "change it instead of creating it");
      case CONFLICT -> of(ProblemCode.CONFLICT, refused, "look at it anew, then try again");
      case FULL ->
          of(ProblemCode.TOO_MANY_RUNS, refused, "see those that wait with `bellhop runs APP`")
              .withHeader("Retry-After", "5");
      case UNAVAILABLE ->
          of(ProblemCode.UNAVAILABLE, refused, "try again once ZooKeeper is back")
              .withHeader("Retry-After", "1");
    };
  }

  private static ProblemException of(ProblemCode code, StoreException refused, String remedy) {
    return new ProblemException(code, "" + refused.getMessage(), remedy);
  }

  ProblemException withHeader(String name, String value) {
    return new ProblemException(code, detail(), remedy, Map.of(name, value));
  }

  ProblemCode code() {
    return code;
  }

  String detail() {
    return "" + getMessage();
  }

  String remedy() {
    return remedy;
  }

  Map<String, String> headers() {
    return headers;
  }
}

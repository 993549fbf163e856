package io.bellhop.router.record;

/** The class of a status (RFC 9110 §15), as it stands in the metrics. */
enum StatusClass {
  INFORMATIONAL("1xx"),
  SUCCESSFUL("2xx"),
  REDIRECTION("3xx"),
  CLIENT_ERROR("4xx"),
  SERVER_ERROR("5xx"),
  /** No backend should send one; what is relayed is counted all the same. */
  UNKNOWN("other");

  final String label;

  StatusClass(String label) {
    this.label = label;
  }

  static StatusClass of(int status) {
    return switch (status / 100) {
      case 1 -> INFORMATIONAL;
      case 2 -> SUCCESSFUL;
      case 3 -> REDIRECTION;
      case 4 -> CLIENT_ERROR;
      case 5 -> SERVER_ERROR;
      default -> UNKNOWN;
    };
  }
}

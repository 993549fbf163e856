package io.bellhop.app.admin;

import java.util.Locale;

/** Why the admin API refuses: the closed list that clients can decide by. */
enum ProblemCode {
  /** The body is no JSON, or not of the form expected. */
  INVALID_JSON(400, "Bad Request"),
  /** A value breaks the rules of the model. */
  INVALID_VALUE(400, "Bad Request"),
  /** A token is needed and was not given, or is not the right one. */
  UNAUTHORIZED(401, "Unauthorized"),
  /** No token would help: changes are off here, or the request comes from another site's page. */
  FORBIDDEN(403, "Forbidden"),
  /** There is no such app, deployment or path. */
  NOT_FOUND(404, "Not Found"),
  /** The path exists, the method does not. */
  METHOD_NOT_ALLOWED(405, "Method Not Allowed"),
  /** What should be created is there already. */
  EXISTS(409, "Conflict"),
  /** Another app or a later change stands in the way. */
  CONFLICT(409, "Conflict"),
  /** This router lacks a setting that the change depends on. */
  MISSING_SETTING(409, "Conflict"),
  /** The body is longer than {@code admin.maxBodyBytes}. */
  BODY_TOO_LARGE(413, "Content Too Large"),
  /** The body is not declared to be JSON. */
  UNSUPPORTED_MEDIA_TYPE(415, "Unsupported Media Type"),
  /** As many one-off runs of the app wait already as may, or its account has as many as it may. */
  TOO_MANY_RUNS(429, "Too Many Requests"),
  /** A fault of Bellhop's own; the log has it. */
  INTERNAL(500, "Internal Server Error"),
  /** ZooKeeper cannot be reached; nothing was changed as far as is known. */
  UNAVAILABLE(503, "Service Unavailable");

  private final int status;
  private final String title;

  ProblemCode(int status, String title) {
    this.status = status;
    this.title = title;
  }

  int status() {
    return status;
  }

  String title() {
    return title;
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}

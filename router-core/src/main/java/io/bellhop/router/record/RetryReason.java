package io.bellhop.router.record;

import java.util.Locale;

/** Why a request was tried again, on another connection or another backend. */
public enum RetryReason {
  /** A connection from the pool turned out to be closed before a byte of the response. */
  STALE_CONNECTION,
  /** The backend refused the connection. */
  CONNECT_REFUSED,
  /** The backend did not accept a connection in time, or could not be reached. */
  CONNECT_FAILED,
  /** A fresh connection was closed before a byte of the response to an idempotent request. */
  BACKEND_RESET,
  /** The backend was judged to fail while the request waited for the first byte of its response. */
  BACKEND_FAILING;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The lower-case name, as it stands in the metrics. */
  public String label() {
    return label;
  }
}

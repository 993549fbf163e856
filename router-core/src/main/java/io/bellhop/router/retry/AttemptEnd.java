package io.bellhop.router.retry;

/** How an attempt to have a request answered ended, as far as another attempt depends on it. */
public enum AttemptEnd {
  /** The backend's host refused the connection. */
  CONNECT_REFUSED,
  /** The backend could not be found or reached, or did not accept a connection in time. */
  CONNECT_FAILED,
  /** The connection was closed by the time the request was to be written. */
  FOUND_CLOSED,
  /** A connection that had served before closed before any byte of a response. */
  KEPT_CONNECTION_CLOSED,
  /** A connection opened for this request closed before any byte of a response. */
  CONNECTION_CLOSED,
  /** The backend was judged to fail before it sent any byte of a response. */
  BACKEND_FAILING,
  /** The backend did not begin, or go on, in time. */
  TIMED_OUT,
  /** The connection ended after some byte of a response, an interim one included. */
  RESPONSE_BEGUN,
  /** What the backend sent is not HTTP, or not to be relayed. */
  MALFORMED_RESPONSE,
  /** The client's own body was refused, or stopped coming. */
  CLIENT_FAILED
}

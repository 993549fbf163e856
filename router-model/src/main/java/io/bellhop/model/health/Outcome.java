package io.bellhop.model.health;

/** What one attempt to have a request answered by an instance says of that instance. */
public enum Outcome {
  /** It answered, and not with a server error. */
  ANSWERED,
  /** It answered with a status of 500 or above. */
  SERVER_ERROR,
  /** It did not accept a connection. */
  CONNECT_FAILED,
  /** It broke the connection, or the rules of HTTP, before the answer was whole. */
  BROKEN,
  /** It did not answer, or not go on answering, in time. */
  TIMED_OUT,
  /** Nothing can be said: the client left, or the router ended the attempt. */
  NEUTRAL
}

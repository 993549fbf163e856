package io.bellhop.router.failure;

import java.util.Locale;

/**
 * Everything that can go wrong with a request, and what the client gets for it. The list is closed:
 * an answer that Bellhop makes itself carries one of these codes in {@code X-Bellhop-Error}, and
 * the same code stands in the access log and in {@code bellhop_failures_total}. {@code
 * docs/failures.md} lists them for operators.
 */
public enum Failure {
  /** The head is not HTTP, or two parsers could read its framing differently (RFC 9112 §6.3). */
  BAD_REQUEST(400, Fault.CLIENT, "The request is malformed, so it was not passed on."),
  /** The Host header is missing, repeated, or names no host (RFC 9112 §3.2). */
  BAD_HOST(400, Fault.CLIENT, "The request does not name one valid host."),
  /** The request target is in no form that RFC 9112 §3.2 allows. */
  BAD_TARGET(400, Fault.CLIENT, "The address that the request asks for is malformed."),
  /** A chunk of the request body is malformed (RFC 9112 §7.1). */
  BAD_BODY(400, Fault.CLIENT, "The body of the request is malformed."),
  /** No app has claimed the host. */
  UNKNOWN_HOST(404, Fault.CLIENT, "No app is served under this host name."),
  /** The host is claimed, but not this path of it. */
  UNKNOWN_PATH(404, Fault.CLIENT, "No app is served under this path of the host."),
  /** A tester names a deployment that takes none of the app's traffic. */
  UNKNOWN_DEPLOYMENT(
      404, Fault.CLIENT, "The request names a deployment that takes no requests of this app."),
  /** A method that is not relayed: TRACE would reveal headers, CONNECT would open a way inside. */
  METHOD_REFUSED(405, Fault.CLIENT, "The method of the request is not allowed here."),
  /** The head did not arrive in time. */
  HEAD_TIMEOUT(408, Fault.CLIENT, "The head of the request did not arrive in time."),
  /** The body stopped arriving. */
  BODY_TIMEOUT(408, Fault.CLIENT, "The body of the request stopped arriving."),
  /** The body is longer than the app accepts. */
  BODY_TOO_LARGE(413, Fault.CLIENT, "The body of the request is larger than this app accepts."),
  /** The request target is longer than the limit. */
  TARGET_TOO_LONG(414, Fault.CLIENT, "The address that the request asks for is too long."),
  /** An Expect other than {@code 100-continue} (RFC 9110 §10.1.1). */
  EXPECTATION_FAILED(417, Fault.CLIENT, "The request expects something that is not supported."),
  /** The header section has too many or too long fields (RFC 6585 §5). */
  HEAD_TOO_LARGE(431, Fault.CLIENT, "The header fields of the request are too large."),
  /** The client went away before its answer was complete; logged, never sent. */
  CLIENT_LEFT(499, Fault.CLIENT, "The client closed the connection before the answer was sent."),
  /** A major version of HTTP other than 1. */
  VERSION_UNSUPPORTED(505, Fault.CLIENT, "This version of HTTP is not supported here."),

  /** The app was stopped by its developers. */
  APP_STOPPED(503, Fault.APP, "This app has been stopped."),
  /** The app was paused by its developers, and the request could not wait for it to resume. */
  APP_PAUSED(503, Fault.APP, "This app is paused for the moment.", 5),
  /** No deployment of the app has any weight. */
  NO_DEPLOYMENT(503, Fault.APP, "This app has no deployment that takes requests."),
  /** The app's own bound on requests under way is reached. */
  APP_SATURATED(503, Fault.APP, "This app is handling as many requests as it may.", 1),
  /** Every backend of the app is busy, and as many requests wait for one as may. */
  BACKEND_SATURATED(503, Fault.APP, "Every instance of this app is busy.", 1),
  /** The deployment that a tester names has no backend that takes requests, or none has room. */
  DEPLOYMENT_UNAVAILABLE(
      503, Fault.APP, "The deployment that the request names cannot take it now.", 1),
  /** No backend of the app had room for as long as a request may be held. */
  HOLD_TIMEOUT(503, Fault.APP, "No instance of this app had time for the request.", 1),
  /** The backend's host refused the connection: nothing listens on the port. */
  CONNECT_REFUSED(502, Fault.APP, "The app does not accept connections."),
  /** The backend closed the connection before it answered. */
  BACKEND_RESET(502, Fault.APP, "The app closed the connection before it answered."),
  /** The run that was started for the request ended before it answered. */
  RUN_ENDED(502, Fault.APP, "What was started for the request ended before it answered."),
  /** The backend took the request and did not answer in time. */
  FIRST_BYTE_TIMEOUT(504, Fault.APP, "The app did not answer in time."),
  /** The app that was to be woken keeps ending by itself. */
  APP_CRASH_LOOPING(503, Fault.APP, "This app stops again whenever it is started.", 30),
  /** The app that was to be woken cannot be started. */
  APP_CANNOT_START(503, Fault.APP, "This app cannot be started.", 30),
  /** The app was woken as often as its budget allows. */
  WAKE_BUDGET_SPENT(503, Fault.APP, "This app may not be woken again so soon.", 60),
  /** The app is being woken, and a person waits for it before a page that asks again by itself. */
  APP_WAKING(503, Fault.APP, "This app is starting.", 3),
  /** The app was woken, and no instance took requests for as long as its patience. */
  WAKE_TIMEOUT(503, Fault.APP, "This app did not start in time.", 5),
  /** The answer is not HTTP, or its framing could be read in two ways. */
  BAD_RESPONSE(502, Fault.APP, "The app sent a malformed answer."),
  /** The answer's header section is larger than the limit. */
  RESPONSE_HEAD_TOO_LARGE(502, Fault.APP, "The header fields of the app's answer are too large."),
  /** The answer ended early; only logged where its head had been sent on already. */
  RESPONSE_TRUNCATED(502, Fault.APP, "The app's answer ended before it was complete."),
  /** The answer stopped arriving; only logged where its head had been sent on already. */
  RESPONSE_STALLED(504, Fault.APP, "The app's answer stopped arriving."),
  /** The backend switched protocols although nobody had asked it to (RFC 9110 §15.2.2). */
  UNASKED_UPGRADE(502, Fault.APP, "The app changed the protocol without being asked to."),

  /** The app sleeps; the router cannot wake it, or has no place for the request to wait. */
  APP_ASLEEP(503, Fault.PLATFORM, "This app is asleep.", 5),
  /** No agent has room for an instance of the app that was to be woken. */
  NO_CAPACITY(503, Fault.PLATFORM, "There is no room to start this app at the moment.", 10),
  /** The app sleeps, and what is needed to wake it does not answer. */
  WAKE_UNAVAILABLE(503, Fault.PLATFORM, "This app is asleep and cannot be woken now.", 5),
  /** The app is known, and no instance of it can take requests. */
  NO_INSTANCES(503, Fault.PLATFORM, "No instance of this app is running at the moment.", 5),
  /** The router has not yet read the table of apps since it started. */
  NO_TABLE(503, Fault.PLATFORM, "The router does not know yet which apps there are.", 1),
  /** The backend's host name has no address. */
  BACKEND_UNRESOLVED(502, Fault.PLATFORM, "The address of the app's instance cannot be found."),
  /** The network has no way to the backend. */
  BACKEND_UNREACHABLE(502, Fault.PLATFORM, "The app's instance cannot be reached."),
  /** The backend's host did not answer the connection attempt in time. */
  CONNECT_TIMEOUT(504, Fault.PLATFORM, "The app's instance did not accept a connection in time."),
  /** The deadline of a drain passed and the request was still under way. */
  DRAIN_CUT(503, Fault.PLATFORM, "The request was cut off because its instance had to stop."),

  /** The router is shutting down; another one will answer. */
  ROUTER_DRAINING(503, Fault.ROUTER, "This router is shutting down.", 1),
  /** A bound of the router itself is reached. */
  ROUTER_OVERLOADED(503, Fault.ROUTER, "This router is handling as much as it can.", 1),
  /** A defect in the router; its log has the details under the request's id. */
  INTERNAL_ERROR(500, Fault.ROUTER, "The router failed to handle the request.");

  private final String code = name().toLowerCase(Locale.ROOT);
  private final int status;
  private final Fault fault;
  private final String explanation;
  private final int retryAfterSeconds;

  Failure(int status, Fault fault, String explanation) {
    this(status, fault, explanation, 0);
  }

  Failure(int status, Fault fault, String explanation, int retryAfterSeconds) {
    this.status = status;
    this.fault = fault;
    this.explanation = explanation;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** The name in {@code X-Bellhop-Error}, in the access log and in the metrics. */
  public String code() {
    return code;
  }

  /** The status of the answer. */
  public int status() {
    return status;
  }

  /** Who has to act. */
  public Fault fault() {
    return fault;
  }

  /** One sentence for the person in front of the browser. */
  public String explanation() {
    return explanation;
  }

  /** When another try makes sense; 0 where that cannot be said. */
  public int retryAfterSeconds() {
    return retryAfterSeconds;
  }
}

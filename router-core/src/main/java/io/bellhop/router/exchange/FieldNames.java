package io.bellhop.router.exchange;

import io.bellhop.router.failure.FailureResponses;
import io.netty.util.AsciiString;

/** Names of fields that Netty has no constants for. */
public final class FieldNames {
  /** {@code Forwarded} (RFC 7239). */
  public static final AsciiString FORWARDED = AsciiString.cached("forwarded");

  /** {@code Keep-Alive}, hop-by-hop. */
  public static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");

  /** {@code Proxy-Connection}, which was never standard, but is hop-by-hop in practice. */
  public static final AsciiString PROXY_CONNECTION = AsciiString.cached("proxy-connection");

  /** {@code HTTP2-Settings} (RFC 7540 §3.2.1), which goes with an upgrade that is never made. */
  public static final AsciiString HTTP2_SETTINGS = AsciiString.cached("http2-settings");

  /** The client and the proxies before this one. */
  public static final AsciiString X_FORWARDED_FOR = AsciiString.cached("x-forwarded-for");

  /** The host that the client asked for. */
  public static final AsciiString X_FORWARDED_HOST = AsciiString.cached("x-forwarded-host");

  /** The port that the client connected to. */
  public static final AsciiString X_FORWARDED_PORT = AsciiString.cached("x-forwarded-port");

  /** The scheme that the client used. */
  public static final AsciiString X_FORWARDED_PROTO = AsciiString.cached("x-forwarded-proto");

  /** Names one request across hops and logs. */
  public static final AsciiString X_REQUEST_ID = FailureResponses.REQUEST_ID_HEADER;

  /** When the front door got the request: {@code t=} and milliseconds since 1970. */
  public static final AsciiString X_REQUEST_START = AsciiString.cached("x-request-start");

  /** The failure code of a response that Bellhop makes itself. */
  public static final AsciiString X_BELLHOP_ERROR = FailureResponses.ERROR_HEADER;

  /** Says of a response without failure that Bellhop made it itself, and why. */
  public static final AsciiString X_BELLHOP_ANSWER = AsciiString.cached("x-bellhop-answer");

  /** How often the request was given to a backend by now; from the second time on. */
  public static final AsciiString X_BELLHOP_ATTEMPT = AsciiString.cached("x-bellhop-attempt");

  /** Names a request that may be repeated without harm (draft-ietf-httpapi-idempotency-key). */
  public static final AsciiString IDEMPOTENCY_KEY = AsciiString.cached("idempotency-key");

  /** What a browser makes the request for (W3C Fetch Metadata). */
  public static final AsciiString SEC_FETCH_MODE = AsciiString.cached("sec-fetch-mode");

  /** What a client would like best (RFC 7240 §2). */
  public static final AsciiString PREFER = AsciiString.cached("prefer");

  /** Which of that was done (RFC 7240 §3). */
  public static final AsciiString PREFERENCE_APPLIED = AsciiString.cached("preference-applied");

  /** How long an app says that it works in the background. */
  public static final AsciiString X_BELLHOP_BUSY = AsciiString.cached("x-bellhop-busy");

  /** The one-off run that the request had to itself. */
  public static final AsciiString X_BELLHOP_RUN = AsciiString.cached("x-bellhop-run");

  private FieldNames() {}
}

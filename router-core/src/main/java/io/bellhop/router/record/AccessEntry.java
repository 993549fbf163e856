package io.bellhop.router.record;

/**
 * One line of the access log. Text that is empty and numbers that are negative are unknown, and are
 * left out of the line rather than shown as something they are not.
 *
 * @param epochMillis when the head of the request had arrived
 * @param clientAddress the client's, after trusted proxies
 * @param method as received
 * @param host as received
 * @param target path and query as received: what an app puts into its queries gets into the log
 * @param protocol {@code HTTP/1.1}
 * @param app that the request was for
 * @param deployment that it was given to
 * @param backend address of the instance that it was given to last
 * @param status sent to the client, or meant for it
 * @param failure code of the failure
 * @param durationMicros from the head to the end of the response
 * @param firstByteMicros from the head sent to the backend to the first byte of its response
 * @param connectMicros to open a connection, where one was opened
 * @param heldMicros that it waited for its app to resume or wake, for room or for a connection
 * @param requestBytes of the request body
 * @param responseBytes of the response body
 * @param attempts how often the request was given to a backend
 * @param retryReason why it was tried again, the last time
 * @param requestId what the request is called
 * @param userAgent as received
 * @param referer as received
 * @param upgraded whether the connection became a tunnel
 */
public record AccessEntry(
    long epochMillis,
    String clientAddress,
    String method,
    String host,
    String target,
    String protocol,
    String app,
    String deployment,
    String backend,
    int status,
    String failure,
    long durationMicros,
    long firstByteMicros,
    long connectMicros,
    long heldMicros,
    long requestBytes,
    long responseBytes,
    int attempts,
    String retryReason,
    String requestId,
    String userAgent,
    String referer,
    boolean upgraded) {

  /** What a client can make a waiting entry cost is bounded by this, per text it chose. */
  private static final int MAX_CHARS = 1_024;

  /** Cuts the texts that a client chose at 1,024 characters, as entries wait in memory. */
  public AccessEntry {
    method = cut(method);
    host = cut(host);
    target = cut(target);
    requestId = cut(requestId);
    userAgent = cut(userAgent);
    referer = cut(referer);
  }

  private static String cut(String text) {
    return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS);
  }
}

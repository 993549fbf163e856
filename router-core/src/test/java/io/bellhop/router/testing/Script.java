package io.bellhop.router.testing;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** What a backend does with one request. Runs on the connection's own thread. */
@FunctionalInterface
public interface Script {

  /** Answers the request or does not. Whatever is left of the body is read afterwards. */
  void serve(BackendConnection connection, ReceivedRequest request) throws IOException;

  /** Reads the request whole and answers 200 with this text. */
  static Script answer(String body, String... fieldLines) {
    return (connection, request) -> {
      if (request.readBody().complete()) {
        connection.reply(200, request.method().equals("HEAD") ? "" : body, fieldLines);
      }
    };
  }

  /** Reads the request whole and answers 200 with its target. */
  static Script echoTarget() {
    return (connection, request) -> {
      if (request.readBody().complete()) {
        connection.reply(200, request.target());
      }
    };
  }

  /** Sends these bytes, whatever the request. */
  static Script send(String bytes) {
    return (connection, request) -> connection.send(bytes);
  }

  /** Sends these bytes, whatever the request, and closes. */
  static Script sendAndClose(String bytes) {
    return (connection, request) -> {
      request.readBody();
      connection.send(bytes);
      connection.close();
    };
  }

  /** Does one thing with the first request that comes, and another with all others. */
  static Script onceThen(Script first, Script others) {
    AtomicBoolean came = new AtomicBoolean();
    return (connection, request) ->
        (came.getAndSet(true) ? others : first).serve(connection, request);
  }

  /** Reads the request whole and resets the connection. */
  static Script reset() {
    return (connection, request) -> {
      request.readBody();
      connection.reset();
    };
  }

  /** Reads the request whole and closes the connection. */
  static Script hangUp() {
    return (connection, request) -> {
      request.readBody();
      connection.close();
    };
  }

  /** Reads the request whole and never answers. */
  static Script silence() {
    return (connection, request) -> {
      request.readBody();
      connection.awaitEnd();
      connection.close();
    };
  }
}

package io.bellhop.router.testing;

import java.io.IOException;

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

  /** Reads the request whole and never answers. */
  static Script silence() {
    return (connection, request) -> {
      request.readBody();
      connection.awaitEnd();
      connection.close();
    };
  }
}

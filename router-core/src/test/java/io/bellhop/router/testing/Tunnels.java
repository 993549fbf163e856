package io.bellhop.router.testing;

import java.io.IOException;

/** Both sides of a WebSocket upgrade. What is then carried is bytes, not frames. */
public final class Tunnels {
  /** The answer that makes a connection a tunnel. */
  public static final String SWITCHING =
      Messages.head(
          "HTTP/1.1 101 Switching Protocols",
          new String[] {"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="},
          "Connection: Upgrade",
          "Upgrade: websocket");

  private Tunnels() {}

  /** The request for a tunnel. */
  public static String webSocketRequest(String target) {
    return Messages.get(
        target,
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
  }

  /** Switches, sends a first text along with the 101, and then sends back whatever comes. */
  public static Script echo(String first) {
    return (connection, request) -> {
      connection.send(SWITCHING + first);
      echoForever(connection);
    };
  }

  private static void echoForever(BackendConnection connection) throws IOException {
    while (true) {
      connection.send(connection.some(65_536));
    }
  }
}

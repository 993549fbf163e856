package io.bellhop.router.testing;

import java.io.IOException;
import java.net.Socket;

/** A backend's side of one connection from the router. */
public final class BackendConnection extends Wire {
  private final int number;
  private int served;

  BackendConnection(Socket socket, int number) throws IOException {
    super(socket);
    this.number = number;
  }

  /** 1 for the first connection that the backend accepted. */
  public int number() {
    return number;
  }

  /** How many requests it served before the present one. */
  public int served() {
    return served;
  }

  void countServed() {
    served++;
  }

  /** Sends a response framed by its length. */
  public void reply(int status, String body, String... fieldLines) throws IOException {
    send(Messages.response(status, body, fieldLines));
  }

  /** Sends a response whose body is one chunk. */
  public void replyChunked(int status, String body, String... fieldLines) throws IOException {
    send(
        Messages.head("HTTP/1.1 " + status + " X", fieldLines, "Transfer-Encoding: chunked")
            + Messages.chunk(body)
            + "0\r\n\r\n");
  }
}

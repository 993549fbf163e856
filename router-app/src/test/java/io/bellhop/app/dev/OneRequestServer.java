package io.bellhop.app.dev;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A command that answers one request on {@code $PORT} and ends: at {@code /die} before it answers,
 * with code 7; at {@code /hang} it answers never.
 */
final class OneRequestServer {
  private OneRequestServer() {}

  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(System.getenv("PORT"));
    System.out.println("listens on " + port);
    try (ServerSocket server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
      String line = null;
      while (line == null) {
        // Whoever only looks whether it listens says nothing.
        try (Socket client = server.accept()) {
          line = answered(client);
        }
      }
    }
  }

  private static @Nullable String answered(Socket client) throws Exception {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
    String line = firstLine(in);
    if (line == null) {
      return null;
    }
    if (line.contains("/die")) {
      System.out.println("dies");
      System.exit(7);
    }
    if (line.contains("/hang")) {
      new CountDownLatch(1).await();
    }
    String body = System.getenv("BELLHOP_RUN") + "\n";
    String head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n";
    client
        .getOutputStream()
        .write((head.formatted(body.length()) + body).getBytes(StandardCharsets.US_ASCII));
    return line;
  }

  private static @Nullable String firstLine(BufferedReader in) {
    try {
      return in.readLine();
    } catch (IOException e) {
      return null;
    }
  }
}

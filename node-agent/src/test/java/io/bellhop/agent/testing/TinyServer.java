package io.bellhop.agent.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** An app of a few lines: listens on {@code PORT}, answers with its process id, prints. */
public final class TinyServer {
  private TinyServer() {}

  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(System.getenv("PORT"));
    try (ServerSocket server = new ServerSocket(port)) {
      System.out.println("listening on " + port);
      System.err.println("no errors so far");
      while (true) {
        answer(server);
      }
    }
  }

  private static void answer(ServerSocket server) throws IOException {
    String body = Long.toString(ProcessHandle.current().pid());
    try (Socket socket = server.accept();
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        OutputStream out = socket.getOutputStream()) {
      // Closing with the request unread would reset the connection, and the answer with it.
      String line = in.readLine();
      while (line != null && !line.isEmpty()) {
        line = in.readLine();
      }
      String head = "HTTP/1.0 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n";
      out.write((head + body).getBytes(StandardCharsets.US_ASCII));
    }
  }
}

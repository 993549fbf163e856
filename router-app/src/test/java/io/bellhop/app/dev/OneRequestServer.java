package io.bellhop.app.dev;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A command that answers one request on {@code $PORT} and ends: at {@code /die} before it answers,
 * with code 7; at {@code /hang} it answers never; at {@code /finish} it ends with code 9 some time
 * after its client has left; {@code /socket} it upgrades, and echoes.
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
      begin(client);
      new CountDownLatch(1).await();
    }
    if (line.contains("/finish")) {
      begin(client);
      finish(client);
    }
    if (line.contains("/socket")) {
      echo(client);
      return line;
    }
    String body = System.getenv("BELLHOP_RUN") + "\n";
    String head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n";
    client
        .getOutputStream()
        .write((head.formatted(body.length()) + body).getBytes(StandardCharsets.US_ASCII));
    return line;
  }

  /** What runs it, with this text among its arguments. */
  static String command(String marker) {
    return "exec %s -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp %s %s %s"
        .formatted(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            classes(),
            OneRequestServer.class.getName(),
            marker);
  }

  private static Path classes() {
    try {
      return Path.of(
          OneRequestServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Shows that it has the request. */
  private static void begin(Socket client) throws IOException {
    String interim = "HTTP/1.1 103 Early Hints\r\n\r\n";
    client.getOutputStream().write(interim.getBytes(StandardCharsets.US_ASCII));
  }

  /** Goes on for longer than a run is left alone after its request, then ends with code 9. */
  private static void finish(Socket client) throws Exception {
    try {
      long rest = client.getInputStream().transferTo(OutputStream.nullOutputStream());
      System.out.println("its client left after " + rest + " bytes");
    } catch (IOException e) {
      System.out.println("its client left: " + e.getMessage());
    }
    boolean unused = new CountDownLatch(1).await(2_500, TimeUnit.MILLISECONDS);
    System.exit(9);
  }

  private static void echo(Socket client) throws IOException {
    String head =
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    long unused = client.getInputStream().transferTo(client.getOutputStream());
  }

  private static @Nullable String firstLine(BufferedReader in) {
    try {
      return in.readLine();
    } catch (IOException e) {
      return null;
    }
  }
}

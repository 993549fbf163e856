package io.bellhop.load.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks a ZooKeeper server by one of its four-letter words. */
final class FourLetterWord {
  private static final int TIMEOUT_MILLIS = 2_000;

  private FourLetterWord() {}

  /** The lines of the form {@code NAME: VALUE}; none where the server does not answer. */
  static Map<String, String> ask(String word, int port) {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
      socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return answer
          .lines()
          .map(line -> line.split(": ", 2))
          .filter(parts -> parts.length == 2)
          .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (one, other) -> one));
    } catch (IOException e) {
      return Map.of();
    }
  }
}

package io.bellhop.router.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Writes messages as text. Nothing is checked: tests send what is wrong as well. */
public final class Messages {
  /** The host that the fixture's own app answers to. */
  public static final String HOST = "a.test";

  private Messages() {}

  /** A request head to {@link #HOST}. */
  public static String request(String method, String target, String... fieldLines) {
    return requestTo(HOST, method, target, fieldLines);
  }

  /** A request head to some host. */
  public static String requestTo(String host, String method, String target, String... fieldLines) {
    return head(method + " " + target + " HTTP/1.1", fieldLines, "Host: " + host);
  }

  /** A GET to {@link #HOST}. */
  public static String get(String target, String... fieldLines) {
    return request("GET", target, fieldLines);
  }

  /** A POST to {@link #HOST} with its body, framed by its length. */
  public static String post(String target, String body, String... fieldLines) {
    return head(
            "POST " + target + " HTTP/1.1",
            fieldLines,
            "Host: " + HOST,
            "Content-Length: " + body.length())
        + body;
  }

  /** A response framed by its length. */
  public static String response(int status, String body, String... fieldLines) {
    int length = body.getBytes(ISO_8859_1).length;
    return head("HTTP/1.1 " + status + " X", fieldLines, "Content-Length: " + length) + body;
  }

  /** One chunk. */
  public static String chunk(String data) {
    return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
  }

  static String head(String startLine, String[] fieldLines, String... ownLines) {
    StringBuilder head = new StringBuilder(startLine).append("\r\n");
    for (String line : ownLines) {
      head.append(line).append("\r\n");
    }
    for (String line : fieldLines) {
      head.append(line).append("\r\n");
    }
    return head.append("\r\n").toString();
  }
}

package io.bellhop.router.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A response as it came off the wire.
 *
 * @param head status line and field lines, unparsed
 * @param interim the 1xx responses before it
 */
public record RawResponse(
    String head, int status, Fields fields, Body body, List<RawResponse> interim) {
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([0-9]{3}) .*");

  /** Copies the list. */
  public RawResponse {
    interim = List.copyOf(interim);
  }

  static RawResponse read(Wire wire, String method) throws IOException {
    List<RawResponse> interim = new ArrayList<>();
    while (true) {
      String head = wire.until("\r\n\r\n");
      int status = status(head);
      Fields fields = fields(head);
      if (status >= 200 || status == 101) {
        Body body = BodyReader.response(wire, fields, status, method);
        return new RawResponse(head, status, fields, body, interim);
      }
      interim.add(new RawResponse(head, status, fields, Body.NONE, List.of()));
    }
  }

  private static int status(String head) throws MalformedMessageException {
    String line = head.lines().findFirst().orElse("");
    var matcher = STATUS_LINE.matcher(line);
    if (!matcher.matches()) {
      throw new MalformedMessageException("not a status line: " + line);
    }
    return Integer.parseInt(matcher.group(1));
  }

  static Fields fields(String head) {
    List<String> lines = List.of(head.split("\r\n", -1));
    return Fields.parse(lines.subList(1, lines.size()));
  }

  /** The content as text. */
  public String text() {
    return body.text();
  }

  /** The failure code that Bellhop put in, or empty text. */
  public String failure() {
    return fields.first("X-Bellhop-Error").orElse("");
  }

  /** The statuses of the 1xx responses before it. */
  public List<Integer> interimStatuses() {
    return interim.stream().map(RawResponse::status).toList();
  }
}

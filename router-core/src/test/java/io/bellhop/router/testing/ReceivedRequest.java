package io.bellhop.router.testing;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** A request as a backend got it. The head is read; the body once the script asks for it. */
public final class ReceivedRequest {
  private final BackendConnection connection;
  private final String head;
  private final Fields fields;
  private volatile Optional<Body> body = Optional.empty();

  ReceivedRequest(BackendConnection connection, String head) {
    this.connection = connection;
    this.head = head;
    this.fields = RawResponse.fields(head);
  }

  /** Reads the body to its end, however that comes. Called by the connection's thread only. */
  public Body readBody() throws IOException {
    Body read = body.isPresent() ? body.get() : BodyReader.request(connection, fields);
    body = Optional.of(read);
    return read;
  }

  /** Whether the body was read and is whole. */
  public boolean complete() {
    return body.map(Body::complete).orElse(false);
  }

  /** The body as far as it was read. */
  public Body body() {
    return body.orElse(Body.NONE);
  }

  /** Request line and field lines, unparsed. */
  public String head() {
    return head;
  }

  /** The request line. */
  public String line() {
    return head.split("\r\n", 2)[0];
  }

  /** The method. */
  public String method() {
    return part(0);
  }

  /** The request target, byte for byte. */
  public String target() {
    return part(1);
  }

  /** The field lines. */
  public Fields fields() {
    return fields;
  }

  /** The connection it came by: 1 is the first that the backend accepted. */
  public int connection() {
    return connection.number();
  }

  /** Whether the client asked to wait for a 100. */
  public boolean expectsContinue() {
    return fields.first("Expect").orElse("").toLowerCase(Locale.ROOT).equals("100-continue");
  }

  private String part(int index) {
    String[] parts = line().split(" ", -1);
    return index < parts.length ? parts[index] : "";
  }

  @Override
  public String toString() {
    return line() + " by connection " + connection();
  }
}

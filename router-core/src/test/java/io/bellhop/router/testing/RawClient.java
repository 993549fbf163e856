package io.bellhop.router.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A client that sends the bytes it is told to and reads responses strictly. */
public final class RawClient extends Wire {
  private static final int CONNECT_MILLIS = 10_000;

  /**
   * All that came on one connection.
   *
   * @param end how the connection ended; {@code OPEN} where it did not
   */
  public record Conversation(List<RawResponse> responses, End end) {
    /** Copies the list. */
    public Conversation {
      responses = List.copyOf(responses);
    }

    /** The statuses, in order. */
    public List<Integer> statuses() {
      return responses.stream().map(RawResponse::status).toList();
    }

    /** The bodies, in order. */
    public List<String> texts() {
      return responses.stream().map(RawResponse::text).toList();
    }
  }

  private RawClient(Socket socket) throws IOException {
    super(socket);
  }

  /** Connects. */
  public static RawClient connect(InetSocketAddress address) throws IOException {
    return connect(address, 0);
  }

  /** Connects with a receive buffer of so many bytes, so that not reading is felt early. */
  public static RawClient connect(InetSocketAddress address, int receiveBufferBytes)
      throws IOException {
    Socket socket = new Socket();
    if (receiveBufferBytes > 0) {
      socket.setReceiveBufferSize(receiveBufferBytes);
    }
    socket.connect(address, CONNECT_MILLIS);
    return new RawClient(socket);
  }

  /** Reads the answer to anything but HEAD, with the 1xx before it. */
  public RawResponse response() throws IOException {
    return RawResponse.read(this, "GET");
  }

  /** Reads the answer to HEAD. */
  public RawResponse responseToHead() throws IOException {
    return RawResponse.read(this, "HEAD");
  }

  /** Sends and reads one answer. */
  public RawResponse ask(String message) throws IOException {
    send(message);
    return response();
  }

  /** Sends, and reads answers until the connection ends. */
  public Conversation converse(String message) throws IOException {
    try {
      send(message);
    } catch (IOException e) {
      // The router may refuse and close while this still sends; what it said is what counts.
    }
    return readToEnd();
  }

  /** Reads answers until the connection ends. */
  public Conversation readToEnd() throws IOException {
    List<RawResponse> responses = new ArrayList<>();
    while (true) {
      try {
        RawResponse response = response();
        responses.add(response);
        if (response.body().ending() == Body.Ending.CLOSE) {
          return new Conversation(responses, End.FIN);
        }
      } catch (PeerClosedException e) {
        return new Conversation(responses, e.end());
      } catch (SocketTimeoutException e) {
        return new Conversation(responses, End.OPEN);
      }
    }
  }
}

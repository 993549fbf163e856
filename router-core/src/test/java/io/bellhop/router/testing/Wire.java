package io.bellhop.router.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

/**
 * A socket whose reads all have a deadline. One thread may read while another writes. Text is
 * ISO-8859-1: a character is a byte.
 */
public class Wire implements Closeable {

  /** How a connection stands. */
  public enum End {
    /** Open, as far as could be seen. */
    OPEN,
    /** The peer closed its sending side. */
    FIN,
    /** The peer reset the connection. */
    RESET
  }

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int HEAD_LIMIT = 8 << 20;

  private final Socket socket;
  private final InputStream in;
  private Duration patience = PATIENCE;
  private byte[] buffer = new byte[65_536];
  private int from;
  private int to;

  Wire(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    socket.setTcpNoDelay(true);
  }

  /** Sets how long each read may take as a whole; 10 s where never set. */
  public void patience(Duration time) {
    patience = time;
  }

  /** Sends text. */
  public void send(String text) throws IOException {
    send(text.getBytes(ISO_8859_1));
  }

  /** Sends bytes. */
  public void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Reads up to the mark, which is dropped. */
  public String until(String mark) throws IOException {
    byte[] sought = mark.getBytes(ISO_8859_1);
    Deadline deadline = Deadline.in(patience);
    int scanned = 0;
    while (true) {
      int at = indexOf(sought, from + scanned);
      if (at >= 0) {
        String text = new String(buffer, from, at - from, ISO_8859_1);
        from = at + sought.length;
        return text;
      }
      scanned = Math.max(0, to - from - sought.length + 1);
      if (scanned > HEAD_LIMIT) {
        throw new MalformedMessageException("no end of it within " + HEAD_LIMIT + " bytes");
      }
      fill(deadline);
    }
  }

  /** Reads so many bytes. */
  public byte[] bytes(int count) throws IOException {
    Deadline deadline = Deadline.in(patience);
    while (to - from < count) {
      fill(deadline);
    }
    byte[] bytes = Arrays.copyOfRange(buffer, from, from + count);
    from += count;
    return bytes;
  }

  /** Reads so many bytes as text. */
  public String text(int count) throws IOException {
    return new String(bytes(count), ISO_8859_1);
  }

  /** Reads what is there, at least one byte and at most so many. */
  public byte[] some(int atMost) throws IOException {
    if (from == to) {
      fill(Deadline.in(patience));
    }
    int count = Math.min(atMost, to - from);
    byte[] bytes = Arrays.copyOfRange(buffer, from, from + count);
    from += count;
    return bytes;
  }

  /** Waits for the peer to end the connection and drops what else it sends. */
  public End awaitEnd() throws IOException {
    return awaitEnd(patience);
  }

  /** Waits so long for the peer to end the connection and drops what else it sends. */
  public End awaitEnd(Duration time) throws IOException {
    Deadline deadline = Deadline.in(time);
    try {
      while (true) {
        from = to;
        fill(deadline);
      }
    } catch (SocketTimeoutException e) {
      return End.OPEN;
    } catch (PeerClosedException e) {
      return e.end();
    }
  }

  /** Ends the sending side only. */
  public void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Closes with RST. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Whether this side was closed. */
  public boolean closed() {
    return socket.isClosed();
  }

  /** Whether something has come that was not read yet. */
  public boolean readable() throws IOException {
    return to > from || in.available() > 0;
  }

  /** Closes with FIN, or RST where input was left unread. */
  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void fill(Deadline deadline) throws IOException {
    makeRoom();
    try {
      socket.setSoTimeout(deadline.remainingMillis());
      int count = in.read(buffer, to, buffer.length - to);
      if (count < 0) {
        throw new PeerClosedException(End.FIN);
      }
      to += count;
    } catch (SocketException e) {
      throw new PeerClosedException(End.RESET);
    }
  }

  private void makeRoom() {
    if (from == to) {
      from = 0;
      to = 0;
    } else if (to == buffer.length) {
      byte[] roomier = from > 0 ? buffer : new byte[buffer.length * 2];
      System.arraycopy(buffer, from, roomier, 0, to - from);
      buffer = roomier;
      to -= from;
      from = 0;
    }
  }

  private int indexOf(byte[] sought, int start) {
    for (int at = start; at <= to - sought.length; at++) {
      if (Arrays.equals(buffer, at, at + sought.length, sought, 0, sought.length)) {
        return at;
      }
    }
    return -1;
  }
}

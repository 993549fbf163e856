package io.bellhop.router.testing;

import io.bellhop.model.BackendAddress;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A listener that accepts nothing and whose queue is full: attempts to connect get no answer. */
public final class FullBacklog implements Closeable {
  private static final int UNANSWERED_MILLIS = 200;
  private static final int ATTEMPTS = 64;

  private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final List<Socket> queued = new ArrayList<>();

  private FullBacklog() throws IOException {}

  /** Listens, and fills the queue. */
  public static FullBacklog listen() throws IOException {
    FullBacklog backlog = new FullBacklog();
    for (int i = 0; i < ATTEMPTS; i++) {
      if (!backlog.queueOne()) {
        return backlog;
      }
    }
    throw new IOException("the queue took " + ATTEMPTS + " connections and is still not full");
  }

  /** Where nobody answers. */
  public BackendAddress address() {
    return new BackendAddress("127.0.0.1", listener.getLocalPort());
  }

  private boolean queueOne() throws IOException {
    Socket socket = new Socket();
    queued.add(socket);
    try {
      socket.connect(
          new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()),
          UNANSWERED_MILLIS);
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : queued) {
      socket.close();
    }
    listener.close();
  }
}

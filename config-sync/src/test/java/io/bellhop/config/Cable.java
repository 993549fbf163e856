package io.bellhop.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A cable between one client and ZooKeeper, to be cut: what hangs on it is gone without a word, and
 * its session expires.
 */
final class Cable implements AutoCloseable {
  private static final int BUFFER = 16_384;

  private final ServerSocket listening;
  private final int port;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /** Leads to a server on this machine. */
  Cable(int port) throws IOException {
    this.port = port;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "cable");
    thread.setDaemon(true);
    thread.start();
  }

  String connect() {
    return "127.0.0.1:" + listening.getLocalPort();
  }

  private void accept() {
    try {
      while (!listening.isClosed()) {
        Socket near = listening.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.addAll(List.of(near, far));
        start(() -> carry(near, far));
        start(() -> carry(far, near));
      }
      close(); // It was cut while the last two were plugged in.
    } catch (IOException e) {
      close(); // Cut, or the server is gone.
    }
  }

  private static void carry(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      return; // Cut.
    }
  }

  /** Nothing passes any more, in either direction. */
  @Override
  public void close() {
    try {
      listening.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.bellhop.router.testing;

import io.bellhop.model.BackendAddress;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Accepts connections and closes each at once, reading nothing. */
public final class HangUp implements Closeable {
  private final ServerSocket listener;

  private HangUp(ServerSocket listener) {
    this.listener = listener;
  }

  /** Listens. */
  public static HangUp listen() throws IOException {
    HangUp hangUp = new HangUp(new ServerSocket(0, 128, InetAddress.getLoopbackAddress()));
    Thread thread = new Thread(hangUp::closeAll, "hang-up");
    thread.setDaemon(true);
    thread.start();
    return hangUp;
  }

  /** Where everybody is hung up on. */
  public BackendAddress address() {
    return new BackendAddress("127.0.0.1", listener.getLocalPort());
  }

  private void closeAll() {
    while (!listener.isClosed()) {
      try (Socket accepted = listener.accept()) {
        accepted.setTcpNoDelay(true);
      } catch (IOException e) {
        // Closed, or a connection that was gone before: the loop tells which.
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}

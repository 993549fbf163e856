package io.bellhop.load.sleep;

import io.bellhop.load.stack.LoadTestException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Takes the notes of instances that have no folder in common with this host: each sends them over a
 * connection of its own, which the kernel carries to its end also where the instance is killed.
 */
final class NoteServer implements AutoCloseable {
  private final NoteFolder notes;
  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private NoteServer(NoteFolder notes, ServerSocket listener) {
    this.notes = notes;
    this.listener = listener;
  }

  /** Listens on all addresses, as containers reach this host by one of their network's. */
  static NoteServer start(NoteFolder notes) {
    try {
      NoteServer server = new NoteServer(notes, new ServerSocket(0));
      server.threads.execute(server::accept);
      return server;
    } catch (IOException e) {
      throw new LoadTestException("cannot take notes over the network", e);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        threads.execute(() -> keep(socket));
      } catch (IOException e) {
        // Closed, or a connection that came to nothing: its instance says so itself.
      }
    }
  }

  private void keep(Socket socket) {
    try (socket) {
      Path file = Files.createTempFile(notes.path(), "sent", ".notes");
      copy(socket, file);
      // The kernel closes it with the process: what a JVM does after its last note counts as well.
      Files.writeString(file, Notes.endedNow(), StandardOpenOption.APPEND);
    } catch (IOException e) {
      System.err.println("notes of an instance cannot be kept: " + e);
    }
  }

  private static void copy(Socket socket, Path file) {
    try {
      // Written as it comes, so that it can be read at any time.
      Files.copy(socket.getInputStream(), file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      System.err.println("notes of an instance were cut off: " + e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }
}

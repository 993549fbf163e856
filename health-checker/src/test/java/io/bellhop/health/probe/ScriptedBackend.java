package io.bellhop.health.probe;

import io.bellhop.model.BackendAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A real server on a free port that answers each request as a script says. */
final class ScriptedBackend implements AutoCloseable {
  /** What to do about one request. */
  interface Step {
    void answer(Socket socket) throws IOException;
  }

  private final ServerSocket server;
  private final Queue<Step> steps = new ConcurrentLinkedQueue<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final Thread acceptor;

  ScriptedBackend() {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    acceptor = daemon(this::accept);
  }

  /** Answers the next request with these bytes. */
  ScriptedBackend then(String response) {
    return then(socket -> send(socket, response));
  }

  ScriptedBackend then(Step step) {
    steps.add(step);
    return this;
  }

  /** Answers the next request and hangs up. */
  ScriptedBackend thenClosing(String response) {
    return then(
        socket -> {
          send(socket, response);
          socket.close();
        });
  }

  static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  BackendAddress address() {
    return new BackendAddress("127.0.0.1", server.getLocalPort());
  }

  /** Request heads that came, each as one text. */
  List<String> requests() {
    return requests;
  }

  int connections() {
    return connections.get();
  }

  /** Hangs up on all connections. */
  void closeConnections() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        connections.incrementAndGet();
        sockets.add(socket);
        Thread unused = daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed by the test's end.
    }
  }

  private void serve(Socket socket) {
    try {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      StringBuilder head = new StringBuilder();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        head.append(line).append('\n');
        if (line.isEmpty()) {
          requests.add(head.toString());
          head.setLength(0);
          Step step = steps.poll();
          if (step != null) {
            step.answer(socket);
          }
        }
      }
    } catch (IOException e) {
      // The other side hung up, or this one did by its script.
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "scripted-backend");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Refuses connections from now on. */
  @Override
  public void close() throws IOException {
    server.close();
    awaitAcceptor();
    closeConnections();
  }

  /** The kernel goes on listening until the call that waits there has returned. */
  private void awaitAcceptor() {
    try {
      acceptor.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

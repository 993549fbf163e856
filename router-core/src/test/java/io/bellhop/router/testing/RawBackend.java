package io.bellhop.router.testing;

import static io.bellhop.router.testing.Eventually.eventually;

import io.bellhop.model.BackendAddress;
import io.bellhop.model.Instance;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A backend on a free loopback port, with a thread per connection, that does what its script says
 * and remembers what it got. Thread safe.
 */
public final class RawBackend implements Closeable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration IDLE = Duration.ofMinutes(2);

  private final List<ReceivedRequest> requests = new CopyOnWriteArrayList<>();
  private final Set<BackendConnection> open = ConcurrentHashMap.newKeySet();
  private final Queue<Throwable> scriptErrors = new ConcurrentLinkedQueue<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private final int port;
  private volatile ServerSocket listener;
  private volatile Script script;

  private RawBackend(ServerSocket listener, Script script) {
    this.listener = listener;
    this.port = listener.getLocalPort();
    this.script = script;
  }

  /** Starts listening. */
  public static RawBackend start(Script script) {
    RawBackend backend = new RawBackend(listenOn(0), script);
    backend.acceptInBackground();
    return backend;
  }

  private static ServerSocket listenOn(int port) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public BackendAddress address() {
    return new BackendAddress("127.0.0.1", port);
  }

  /** It, as a ready instance. */
  public Instance instance() {
    return Instance.ready(address());
  }

  /** Replaces the script for the requests that come from now on. */
  public void script(Script replacement) {
    script = replacement;
  }

  /** The requests whose head arrived, in order. */
  public List<ReceivedRequest> requests() {
    return List.copyOf(requests);
  }

  /** Waits until so many requests arrived. */
  public List<ReceivedRequest> awaitRequests(int count) {
    eventually("requests at the backend", () -> requests.size() >= count);
    return requests();
  }

  /** Waits for the first request. */
  public ReceivedRequest awaitRequest() {
    return awaitRequests(1).get(0);
  }

  /** How many connections it ever accepted. */
  public int connections() {
    return accepted.get();
  }

  /** How many connections are open now, as seen from here. */
  public int openConnections() {
    return open.size();
  }

  /** Refuses new connections; those that are open stay. */
  public void stopListening() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Listens again on the same port. */
  public void listenAgain() {
    listener = listenOn(port);
    acceptInBackground();
  }

  /** Closes every open connection. */
  public void dropConnections() throws IOException {
    for (BackendConnection connection : open) {
      connection.close();
    }
  }

  /** Stops; throws where a script failed on something other than its connection. */
  @Override
  public void close() throws IOException {
    stopListening();
    dropConnections();
    Throwable error = scriptErrors.poll();
    if (error != null) {
      throw new AssertionError("a backend's script failed", error);
    }
  }

  private void acceptInBackground() {
    ServerSocket socket = listener;
    inBackground("backend-accept", () -> acceptAll(socket));
  }

  private void acceptAll(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        accept(socket.accept());
      } catch (IOException e) {
        // Closed, or a connection that was gone before it was accepted: the loop tells which.
      }
    }
  }

  private void accept(Socket socket) throws IOException {
    var connection = new BackendConnection(socket, accepted.incrementAndGet());
    open.add(connection);
    inBackground("backend-connection-" + connection.number(), () -> serve(connection));
  }

  private static void inBackground(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(BackendConnection connection) {
    try (connection) {
      while (!connection.closed()) {
        serveOne(connection);
      }
    } catch (IOException e) {
      // The router ended the connection, or a test did: either is a normal end here.
    } catch (Throwable e) {
      scriptErrors.add(e);
    } finally {
      open.remove(connection);
    }
  }

  private void serveOne(BackendConnection connection) throws IOException {
    connection.patience(IDLE);
    var request = new ReceivedRequest(connection, connection.until("\r\n\r\n"));
    connection.patience(PATIENCE);
    requests.add(request);
    script.serve(connection, request);
    if (!connection.closed()) {
      request.readBody();
    }
    connection.countServed();
  }
}

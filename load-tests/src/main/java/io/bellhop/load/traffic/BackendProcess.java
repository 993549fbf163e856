package io.bellhop.load.traffic;

import io.bellhop.load.stack.ChildProcess;
import io.bellhop.load.stack.JavaProgram;
import io.bellhop.load.stack.Waiting;
import io.bellhop.load.stack.Workspace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A {@link CountingBackend} in a process of its own, to be killed, frozen and started again. */
public final class BackendProcess implements AutoCloseable {
  /** More ids than any scenario gives out. */
  private static final int IDS = 1 << 20;

  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final int CONNECT_MILLIS = 1_000;

  private final Workspace workspace;
  private final CountingBackend.Behaviour behaviour;
  private final int port = Workspace.freePort();
  private ChildProcess process;
  private int starts;
  private boolean running = true;
  private boolean frozen;

  private BackendProcess(Workspace workspace, CountingBackend.Behaviour behaviour) {
    this.workspace = workspace;
    this.behaviour = behaviour;
    this.process = launched();
  }

  /** Starts one; returns when it takes connections. */
  public static BackendProcess start(Workspace workspace, CountingBackend.Behaviour behaviour) {
    BackendProcess backend = workspace.keep(new BackendProcess(workspace, behaviour));
    backend.awaitListening();
    return backend;
  }

  private ChildProcess launched() {
    starts++;
    return JavaProgram.start(
        workspace,
        "%s-%d".formatted(name(), starts),
        CountingBackend.class,
        List.of(
            name(),
            Integer.toString(port),
            Long.toString(behaviour.mostWorkMicros()),
            Long.toString(behaviour.mostIdleMicros()),
            ledger().toString(),
            Integer.toString(IDS)));
  }

  private void awaitListening() {
    Waiting.until(name() + " listens", START_LIMIT, this::listens);
  }

  private boolean listens() {
    if (!process.isAlive()) {
      throw process.failure("ended at once");
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** What it calls itself in its answers. */
  public String name() {
    return behaviour.name();
  }

  /** Where it listens, as {@code HOST:PORT}, also after another start. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** The file of its ledger, one for all its starts. */
  public Path ledger() {
    return workspace.file(name() + ".ledger");
  }

  /** Whether it was started, and not killed since. */
  public boolean isRunning() {
    return running;
  }

  /** Whether it was frozen, and not thawed since. */
  public boolean isFrozen() {
    return frozen;
  }

  /** Ends it at once, with whatever is under way on it. */
  public void kill() {
    process.kill();
    running = false;
    frozen = false;
  }

  /** Starts it again on its old port; returns when it takes connections. */
  public void restart() {
    process = launched();
    awaitListening();
    running = true;
  }

  /** Stops it in the midst of what it does; its sockets stay open. */
  public void freeze() {
    process.signal("-STOP");
    frozen = true;
  }

  /** Lets it go on where it was frozen. */
  public void thaw() {
    process.signal("-CONT");
    frozen = false;
  }

  /** Also ends one that is frozen. */
  @Override
  public void close() {
    process.kill();
  }
}

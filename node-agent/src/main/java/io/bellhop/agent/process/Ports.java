package io.bellhop.agent.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports of this host, each given to one process at a time, also by several agents: a process that
 * boots does not listen yet, and another one on its port would be taken for it. Each port that is
 * given away is a locked byte of a file that all agents of a user share; an agent that dies leaves
 * no lock behind. Thread safe.
 */
final class Ports implements AutoCloseable {
  /** Below those that Linux gives to outgoing connections, which could take one meanwhile. */
  static final int FIRST = 20_000;

  static final int LAST = 32_767;

  private final FileChannel file;
  private final int first;
  private final int count;
  private final AtomicInteger turn;
  private final Map<Integer, FileLock> given = new ConcurrentHashMap<>();

  /** Those from one to another, by a file that is made where there is none. */
  Ports(Path file, int first, int last) throws IOException {
    this.file = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    this.first = first;
    this.count = last - first + 1;
    // In turn, since routers may know a process for a moment longer than it lives.
    this.turn = new AtomicInteger(ThreadLocalRandom.current().nextInt(count));
  }

  /** The file that the agents of this user share. */
  static Path shared() {
    return Path.of(
        System.getProperty("java.io.tmpdir"),
        "bellhop-ports-%s.lock".formatted(System.getProperty("user.name")));
  }

  /**
   * One that nobody has and nobody listens on, until it is given back; empty where none is left.
   */
  OptionalInt take() throws IOException {
    for (int i = 0; i < count; i++) {
      int port = first + Math.floorMod(turn.getAndIncrement(), count);
      if (lock(port)) {
        if (nobodyListens(port)) {
          return OptionalInt.of(port);
        }
        giveBack(port);
      }
    }
    return OptionalInt.empty();
  }

  private boolean lock(int port) throws IOException {
    try {
      FileLock lock = file.tryLock(port, 1, false);
      if (lock != null) {
        given.put(port, lock);
      }
      return lock != null;
    } catch (OverlappingFileLockException e) {
      // Another one of this JVM has it.
      return false;
    }
  }

  private static boolean nobodyListens(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName("0.0.0.0"), port), 1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Its process is gone. What was not taken here may be given back all the same. */
  void giveBack(int port) throws IOException {
    FileLock lock = given.remove(port);
    if (lock != null) {
      lock.release();
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

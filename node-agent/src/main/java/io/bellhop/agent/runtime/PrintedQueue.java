package io.bellhop.agent.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Pieces of output on their way to their reader, as many bytes as the bound and one piece more.
 * Thread safe.
 */
public final class PrintedQueue {
  private final int mostBytes;
  private final Runnable onRoom;
  private final Deque<Printed> pieces = new ArrayDeque<>();
  private int bytes;
  private boolean ended;

  /** A queue of which nobody wants to know when it has room again. */
  public PrintedQueue(int mostBytes) {
    this(mostBytes, () -> {});
  }

  /**
   * A queue.
   *
   * @param onRoom called by the reader when there is room again after there was none
   */
  public PrintedQueue(int mostBytes, Runnable onRoom) {
    this.mostBytes = mostBytes;
    this.onRoom = onRoom;
  }

  /** Puts a piece, and waits until there is room for the next; dropped after the end. */
  public synchronized void put(Printed piece) throws InterruptedException {
    offer(piece);
    while (bytes >= mostBytes && !ended) {
      wait();
    }
  }

  /** Puts a piece at once; whether there is room for another one. */
  public synchronized boolean offer(Printed piece) {
    if (!ended) {
      pieces.add(piece);
      bytes += piece.bytes().length;
      notifyAll();
    }
    return bytes < mostBytes;
  }

  /** Nothing more comes; what is there is still read. */
  public synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Waits for the next piece; empty after the end. */
  public Optional<Printed> take() throws InterruptedException {
    Optional<Printed> piece;
    boolean roomAgain;
    synchronized (this) {
      while (pieces.isEmpty() && !ended) {
        wait();
      }
      boolean full = bytes >= mostBytes;
      piece = Optional.ofNullable(pieces.poll());
      piece.ifPresent(taken -> bytes -= taken.bytes().length);
      roomAgain = full && bytes < mostBytes;
      notifyAll();
    }
    if (roomAgain) {
      onRoom.run();
    }
    return piece;
  }
}

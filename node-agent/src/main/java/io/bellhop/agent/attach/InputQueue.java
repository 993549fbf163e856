package io.bellhop.agent.attach;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/**
 * Input on its way to the command. The client says of each piece where it stands in all that it
 * sends, so that one sent again is taken once. Thread safe.
 */
final class InputQueue {
  private final int mostBytes;
  private final Deque<byte[]> pieces = new ArrayDeque<>();
  private long taken;
  private int bytes;
  private boolean ended;
  private boolean closed;

  InputQueue(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  /**
   * Takes as much of a piece as there is room for; waits a while where there is none.
   *
   * @param offset of its first byte
   * @param end whether nothing comes after it
   * @return the offset from which the client goes on
   */
  synchronized long put(long offset, byte[] piece, boolean end, Duration atMost)
      throws LostPlaceException, InterruptedException {
    if (offset > taken) {
      throw new LostPlaceException(
          "input from byte %d on is missing, that sent is from byte %d on: begin a new run"
              .formatted(taken, offset));
    }
    long last = offset + piece.length;
    awaitRoom(last, atMost);
    int from = (int) Math.min(piece.length, taken - offset);
    int to = closed ? piece.length : (int) Math.min(piece.length, from + (long) mostBytes - bytes);
    if (to > from) {
      add(Arrays.copyOfRange(piece, from, to));
    }
    if (end && taken == last) {
      ended = true;
    }
    notifyAll();
    return taken;
  }

  private void awaitRoom(long last, Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (taken < last && bytes >= mostBytes && !closed) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return;
      }
      wait(left);
    }
  }

  private void add(byte[] piece) {
    taken += piece.length;
    if (!closed) {
      pieces.add(piece);
      bytes += piece.length;
    }
  }

  /** Waits for the next piece; empty at the end. */
  synchronized Optional<byte[]> take() throws InterruptedException {
    while (pieces.isEmpty() && !ended && !closed) {
      wait();
    }
    Optional<byte[]> piece = Optional.ofNullable(pieces.poll());
    piece.ifPresent(next -> bytes -= next.length);
    notifyAll();
    return piece;
  }

  /** The command takes no more: what still comes is dropped, as a broken pipe does. */
  synchronized void close() {
    closed = true;
    pieces.clear();
    bytes = 0;
    notifyAll();
  }
}

package io.bellhop.agent.attach;

import io.bellhop.agent.runtime.Printed;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The output that the client has not said yet that it has, which it may ask for again. Offsets
 * count the bytes of both outputs. Where the window is full, who prints waits. Thread safe.
 */
final class OutputWindow {
  private static final int LARGEST_ANSWER = 256 * 1024;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final int mostBytes;
  private final Deque<Printed> pieces = new ArrayDeque<>();
  private long begin;
  private long end;
  private boolean lifted;
  private boolean over;

  OutputWindow(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Takes a piece, and waits until there is room for the next. */
  synchronized void put(Printed piece) throws InterruptedException {
    pieces.add(piece);
    end += piece.bytes().length;
    notifyAll();
    while (end - begin >= mostBytes && !lifted) {
      wait();
    }
  }

  /** From now on takes what is left of a command that ended, which is little. */
  synchronized void lift() {
    lifted = true;
    notifyAll();
  }

  /** Nothing more comes. */
  synchronized void over() {
    over = true;
    notifyAll();
  }

  /** The client has all before the offset. */
  synchronized void received(long offset) {
    while (!pieces.isEmpty() && begin + pieces.getFirst().bytes().length <= offset) {
      begin += pieces.removeFirst().bytes().length;
    }
    notifyAll();
  }

  /** Whether the client has all. */
  synchronized boolean isReceived() {
    return over && begin == end;
  }

  /** What there is from an offset on; waits a while where there is nothing. */
  synchronized OutputPiece read(long offset, Duration atMost)
      throws LostPlaceException, InterruptedException {
    if (offset < begin || offset > end) {
      throw new LostPlaceException(
          "output from byte %d on is not kept here, but from byte %d to %d: begin a new run"
              .formatted(offset, begin, end));
    }
    long deadline = System.nanoTime() + atMost.toNanos();
    while (end == offset && !over) {
      long left = (deadline - System.nanoTime()) / NANOS_PER_MILLI;
      if (left <= 0) {
        break;
      }
      wait(left);
    }
    return from(offset);
  }

  private OutputPiece from(long offset) {
    List<Printed> some = new ArrayList<>();
    long at = begin;
    for (Printed piece : pieces) {
      int length = piece.bytes().length;
      if (at + length > offset) {
        int cut = (int) Math.max(0, offset - at);
        some.add(
            cut == 0
                ? piece
                : new Printed(piece.output(), Arrays.copyOfRange(piece.bytes(), cut, length)));
      }
      at += length;
      if (at - offset >= LARGEST_ANSWER) {
        break;
      }
    }
    return new OutputPiece(some, at, over && at == end);
  }
}

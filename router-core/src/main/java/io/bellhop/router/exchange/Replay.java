package io.bellhop.router.exchange;

import io.netty.handler.codec.http.HttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;

/**
 * The body of one request as far as it was sent, kept to be sent again: the pieces themselves, not
 * copies. Confined to the event loop.
 */
final class Replay {
  /** What a piece costs beyond its bytes: else a body of tiny chunks would cost next to nothing. */
  private static final int PIECE_BYTES = 256;

  private final ArrayDeque<HttpContent> pieces = new ArrayDeque<>(2);
  private final ReplayMemory memory;
  private final long maxBytes;
  private long bodyBytes;
  private long takenBytes;

  Replay(ReplayMemory memory, long maxBytes) {
    this.memory = memory;
    this.maxBytes = maxBytes;
  }

  /**
   * Keeps a piece beside whoever else has it.
   *
   * @return false where a bound does not let it, with which all that was kept is of no use
   */
  boolean keep(HttpContent piece) {
    long bytes = piece.content().readableBytes();
    long cost = bytes + PIECE_BYTES;
    if (bodyBytes + bytes > maxBytes || !memory.take(cost)) {
      return false;
    }
    bodyBytes += bytes;
    takenBytes += cost;
    // Of its own indices, as sending a piece moves them.
    pieces.add(piece.retainedDuplicate());
    return true;
  }

  void sendTo(BackendConnection to) {
    pieces.forEach(piece -> to.writeContent(piece.retainedDuplicate()));
  }

  void release() {
    pieces.forEach(ReferenceCountUtil::release);
    pieces.clear();
    memory.giveBack(takenBytes);
    takenBytes = 0;
  }
}

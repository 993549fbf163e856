package io.bellhop.router.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Tells the client of a WebSocket to connect anew: a close frame of 1001 in the stream from its
 * backend (RFC 6455 §7.4.1), where one frame of that ends and no other has begun. The client
 * answers it by a close frame of its own, which goes to the backend like all that it sends: so the
 * backend learns of it too, and ends the connection as it always does. Confined to the event loop.
 *
 * <pre>
 *   unsaid ──say(), at a boundary──▶ said
 *      │                               ▲
 *      └──say(), within a frame──▶ due ┘ the frame ends
 * </pre>
 */
final class Farewell {
  private enum State {
    UNSAID,
    DUE,
    SAID
  }

  /** Final frame, opcode 8; unmasked, two bytes; 1001. */
  private static final byte[] GOING_AWAY = {(byte) 0x88, 2, 0x03, (byte) 0xe9};

  private final WebSocketFrames frames = WebSocketFrames.ofServer();
  private final Runnable onSaid;
  private State state = State.UNSAID;

  /** A farewell of which is told once it is written. */
  Farewell(Runnable onSaid) {
    this.onSaid = onSaid;
  }

  /** Whether it can be said: the stream is understood, and its backend has not said so itself. */
  boolean possible() {
    return !frames.broken() && !frames.closed();
  }

  /** Says it, now or at the next boundary; what is to be sent now, if anything. */
  @Nullable ByteBuf say() {
    if (frames.atBoundary()) {
      return said();
    }
    state = State.DUE;
    return null;
  }

  private ByteBuf said() {
    state = State.SAID;
    onSaid.run();
    return Unpooled.wrappedBuffer(GOING_AWAY);
  }

  /**
   * What of the backend's bytes is to be sent to the client, the farewell included if this is its
   * place. Nothing may follow it. Takes the reference over.
   */
  ByteBuf relay(ByteBuf bytes) {
    return switch (state) {
      case UNSAID -> {
        frames.feed(bytes);
        yield bytes;
      }
      case DUE -> relayToBoundary(bytes);
      case SAID -> {
        bytes.release();
        yield Unpooled.EMPTY_BUFFER;
      }
    };
  }

  private ByteBuf relayToBoundary(ByteBuf bytes) {
    int before = frames.feedToBoundary(bytes);
    if (!frames.atBoundary() || frames.closed()) {
      return bytes;
    }
    bytes.writerIndex(bytes.readerIndex() + before);
    return Unpooled.wrappedBuffer(bytes, said());
  }
}

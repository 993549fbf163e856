package io.bellhop.router.exchange;

import io.netty.buffer.ByteBuf;

/**
 * Follows the frames that one side of a WebSocket sends, without reading what is in them: to know
 * where one ends and another may be put in, and whether any had data (RFC 6455 §5.2, §5.4). Fed
 * with all that it sends, in order.
 */
final class WebSocketFrames {
  private static final int MASK_BIT = 0x80;
  private static final int LENGTH_BITS = 0x7f;
  private static final int OPCODE_BITS = 0x0f;
  private static final int CLOSE = 0x8;

  /** No extension that is registered uses these two bits; compression has the first of three. */
  private static final int UNUSED_BITS = 0x30;

  private static final int LAST_DATA_OPCODE = 0x2;
  private static final int LAST_CONTROL_OPCODE = 0xa;
  private static final int LENGTH_IN_2_BYTES = 126;
  private static final int LENGTH_IN_8_BYTES = 127;

  private static final int MASK_BYTES = 4;

  private final boolean masked;
  private int headerBytesRead;
  private int lengthBytesLeft;
  private long payloadLeft;
  private boolean closed;
  private boolean broken;
  private boolean inData;
  private boolean data;

  private WebSocketFrames(boolean masked) {
    this.masked = masked;
  }

  /** What a server sends, which never masks (§5.1). */
  static WebSocketFrames ofServer() {
    return new WebSocketFrames(false);
  }

  /** What a client sends, which always masks. */
  static WebSocketFrames ofClient() {
    return new WebSocketFrames(true);
  }

  /** Whether any data came since it was last asked: neither ping nor pong nor close. */
  boolean takeData() {
    boolean came = data;
    data = false;
    return came;
  }

  /** Whether all that was fed is whole frames. */
  boolean atBoundary() {
    return !broken && headerBytesRead == 0 && payloadLeft == 0;
  }

  /** Whether a close frame was among them: nothing may follow it (§5.5.1). */
  boolean closed() {
    return closed;
  }

  /** Whether something came that no server may send: what follows is anybody's guess. */
  boolean broken() {
    return broken;
  }

  /** Takes in all that is readable; the buffer stays as it is. */
  void feed(ByteBuf bytes) {
    int at = bytes.readerIndex();
    while (at < bytes.writerIndex() && !broken) {
      at += step(bytes, at);
    }
  }

  /**
   * Takes in what is readable as far as the first frame boundary.
   *
   * @return how many bytes are before it; all where it is not among them
   */
  int feedToBoundary(ByteBuf bytes) {
    int at = bytes.readerIndex();
    while (at < bytes.writerIndex() && !broken && !atBoundary()) {
      at += step(bytes, at);
    }
    return broken ? bytes.readableBytes() : at - bytes.readerIndex();
  }

  /** Takes in one byte of a header, or as much as there is of a payload. */
  private int step(ByteBuf bytes, int at) {
    if (headerBytesRead == 0 && payloadLeft > 0) {
      int payload = (int) Math.min(payloadLeft, bytes.writerIndex() - at);
      data |= inData;
      payloadLeft -= payload;
      return payload;
    }
    header(bytes.getUnsignedByte(at));
    return 1;
  }

  private void header(int value) {
    headerBytesRead++;
    if (headerBytesRead == 1) {
      begin(value);
    } else if (headerBytesRead == 2) {
      length(value);
    } else {
      payloadLeft = payloadLeft << Byte.SIZE | value;
      lengthBytesLeft--;
    }
    if (headerBytesRead > 1 && lengthBytesLeft == 0) {
      headerBytesRead = 0;
      broken |= payloadLeft < 0;
      // Where it goes by the key, the frame is followed as if that were part of its payload.
      payloadLeft += masked ? MASK_BYTES : 0;
    }
  }

  private void begin(int value) {
    int opcode = value & OPCODE_BITS;
    boolean known =
        opcode <= LAST_DATA_OPCODE || (opcode >= CLOSE && opcode <= LAST_CONTROL_OPCODE);
    broken = !known || (value & UNUSED_BITS) != 0;
    closed |= opcode == CLOSE;
    inData = opcode <= LAST_DATA_OPCODE;
    data |= inData;
  }

  private void length(int value) {
    broken |= masked != ((value & MASK_BIT) != 0);
    int length = value & LENGTH_BITS;
    lengthBytesLeft = length == LENGTH_IN_8_BYTES ? 8 : length == LENGTH_IN_2_BYTES ? 2 : 0;
    payloadLeft = lengthBytesLeft == 0 ? length : 0;
  }
}

package io.bellhop.router.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where frames of a WebSocket server end (RFC 6455 §5.2). */
class WebSocketFramesTest {
  private final WebSocketFrames frames = WebSocketFrames.ofServer();

  private static byte[] frame(int firstByte, int payload) {
    ByteBuf frame = Unpooled.buffer();
    frame.writeByte(firstByte);
    if (payload < 126) {
      frame.writeByte(payload);
    } else if (payload < 65_536) {
      frame.writeByte(126).writeShort(payload);
    } else {
      frame.writeByte(127).writeLong(payload);
    }
    frame.writeZero(payload);
    byte[] bytes = new byte[frame.readableBytes()];
    frame.readBytes(bytes);
    return bytes;
  }

  private static ByteBuf bytes(byte[]... parts) {
    return Unpooled.wrappedBuffer(parts);
  }

  private static ByteBuf bytes(int... values) {
    ByteBuf buffer = Unpooled.buffer();
    for (int value : values) {
      buffer.writeByte(value);
    }
    return buffer;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 200_000})
  void aFrameOfAnyLengthEndsWhereItEnds(int payload) {
    byte[] frame = frame(0x82, payload);
    for (int at = 0; at < frame.length; at++) {
      frames.feed(bytes(new byte[] {frame[at]}));
      assertThat(frames.atBoundary()).isEqualTo(at == frame.length - 1);
    }
    assertThat(frames.broken()).isFalse();
  }

  @Test
  void manyFramesMayComeInOnePiece() {
    frames.feed(bytes(frame(0x01, 10), frame(0x80, 300), frame(0x89, 0)));
    assertThat(frames.atBoundary()).isTrue();
    frames.feed(bytes(frame(0x01, 10), new byte[] {0x01}));
    assertThat(frames.atBoundary()).isFalse();
  }

  @Test
  void theFirstBoundaryOfAPieceIsFound() {
    byte[] first = frame(0x82, 20);
    frames.feed(bytes(first).slice(0, 7));
    ByteBuf rest = Unpooled.wrappedBuffer(bytes(first).slice(7, 15), bytes(frame(0x82, 5)));
    assertThat(frames.feedToBoundary(rest)).isEqualTo(15);
    assertThat(frames.atBoundary()).isTrue();
  }

  @Test
  void aPieceWithoutABoundaryGoesWhole() {
    frames.feed(bytes(0x82, 100));
    assertThat(frames.feedToBoundary(Unpooled.wrappedBuffer(new byte[60]))).isEqualTo(60);
    assertThat(frames.atBoundary()).isFalse();
  }

  @Test
  void aCloseFrameIsSeen() {
    frames.feed(bytes(0x88, 0));
    assertThat(frames.closed()).isTrue();
  }

  @Test
  void aCompressedFrameIsAFrame() {
    frames.feed(bytes(0xc1, 1, 0));
    assertThat(frames.atBoundary()).isTrue();
  }

  @Test
  void whatNoServerSendsBreaksTheCount() {
    assertThat(isBroken(0x82, 0x81)).as("masked").isTrue();
    assertThat(isBroken(0x83)).as("an opcode for the future").isTrue();
    assertThat(isBroken(0xa2)).as("a reserved bit").isTrue();
    assertThat(isBroken(0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 0)).as("a negative length").isTrue();
  }

  private static boolean isBroken(int... values) {
    WebSocketFrames fresh = WebSocketFrames.ofServer();
    fresh.feed(bytes(values));
    return fresh.broken() && !fresh.atBoundary();
  }
}

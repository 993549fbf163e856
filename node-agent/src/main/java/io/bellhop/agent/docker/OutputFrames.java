package io.bellhop.agent.docker;

/**
 * Takes apart the stream in which the API carries both outputs of a container without a terminal:
 * frames of a type, a length and a piece of either, in any cut. Not thread safe.
 *
 * @see <a
 *     href="https://docs.docker.com/reference/api/engine/version/v1.41/#operation/ContainerAttach">the
 *     format</a>
 */
final class OutputFrames {
  private static final int HEADER = 8;
  private static final int TYPE_ERR = 2;

  /** Takes a part of a frame. */
  interface Taker {
    /** Takes bytes of one of the two outputs. */
    void take(boolean isErr, byte[] bytes, int from, int to);
  }

  private final Taker taker;
  private final byte[] header = new byte[HEADER];
  private int headerBytes;
  private long frameBytes;

  OutputFrames(Taker taker) {
    this.taker = taker;
  }

  /** Takes the next bytes, wherever they were cut. */
  void bytes(byte[] bytes) {
    int at = 0;
    while (at < bytes.length) {
      if (frameBytes == 0) {
        header(bytes[at++]);
      } else {
        int to = (int) Math.min(bytes.length, at + frameBytes);
        taker.take(header[0] == TYPE_ERR, bytes, at, to);
        frameBytes -= to - at;
        at = to;
      }
    }
  }

  private void header(byte next) {
    header[headerBytes++] = next;
    if (headerBytes == HEADER) {
      headerBytes = 0;
      frameBytes = 0;
      for (int i = HEADER / 2; i < HEADER; i++) {
        frameBytes = frameBytes << Byte.SIZE | header[i] & 0xff;
      }
    }
  }
}

package io.bellhop.router.exchange;

import io.netty.handler.codec.http.HttpDecoderConfig;

/** How HTTP/1 is read, from clients and from backends alike. */
public final class DecoderConfigs {
  /** One piece of a body holds as much as one read brings. */
  private static final int MAX_CHUNK_BYTES = 1 << 20;

  private static final int INITIAL_BUFFER_BYTES = 1_024;

  private DecoderConfigs() {}

  /** Reads heads up to the given sizes, strictly. */
  public static HttpDecoderConfig http1(int maxLineBytes, int maxHeadBytes) {
    return new HttpDecoderConfig()
        .setMaxInitialLineLength(maxLineBytes)
        .setMaxHeaderSize(maxHeadBytes)
        .setMaxChunkSize(MAX_CHUNK_BYTES)
        .setInitialBufferSize(INITIAL_BUFFER_BYTES);
  }
}

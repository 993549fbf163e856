package io.bellhop.router.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;

/** What connections of clients and of backends have in common. */
public final class SocketDefaults {
  /** Its caches belong to a thread, as each of our buffers does: cheaper here than the default. */
  public static final ByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;

  /** How much may wait to be written before the other side is not read any more, in bytes. */
  public static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(64 * 1_024, 256 * 1_024);

  private SocketDefaults() {}
}

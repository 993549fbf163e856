package io.bellhop.router.testing;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Samples how much memory Netty's allocators hold outside the heap. */
public final class DirectMemory implements AutoCloseable {
  private static final long SAMPLE_MILLIS = 2;

  private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong peak = new AtomicLong();
  private final long before = used();

  private DirectMemory() {}

  /** Begins to sample. */
  public static DirectMemory watch() {
    DirectMemory memory = new DirectMemory();
    var unused =
        memory.sampler.scheduleAtFixedRate(memory::sample, 0, SAMPLE_MILLIS, TimeUnit.MILLISECONDS);
    return memory;
  }

  /** How many bytes more than at the beginning were ever held. */
  public long peakGrowth() {
    sample();
    return peak.get() - before;
  }

  @Override
  public void close() {
    sampler.shutdownNow();
  }

  private void sample() {
    peak.accumulateAndGet(used(), Math::max);
  }

  private static long used() {
    long pooled = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    return ByteBufAllocator.DEFAULT != PooledByteBufAllocator.DEFAULT
            && ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider
        ? pooled + provider.metric().usedDirectMemory()
        : pooled;
  }
}

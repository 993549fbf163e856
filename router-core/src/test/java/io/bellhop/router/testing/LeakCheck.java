package io.bellhop.router.testing;

import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Finds buffers that were dropped without being released. Works with Netty's leak detection at
 * {@code paranoid}, as the build sets it: every buffer is then watched. Netty knows one listener
 * per process, so only the check that began last hears anything.
 */
public final class LeakCheck {
  private static final int ENOUGH_TO_TRIGGER_A_REPORT = 64;

  private final List<String> leaks = new CopyOnWriteArrayList<>();

  private LeakCheck() {}

  /** Begins to listen for leaks. */
  public static LeakCheck begin() {
    LeakCheck check = new LeakCheck();
    ByteBufUtil.setLeakListener((resourceType, records) -> check.leaks.add(resourceType + records));
    return check;
  }

  /** The leaks since the beginning, each with where its buffer was touched. */
  public List<String> collect() {
    // The references of one collection are enqueued by a thread of its own, in order: those of the
    // first are certain to be there once those of the second are.
    collectGarbage();
    collectGarbage();
    for (int i = 0; i < ENOUGH_TO_TRIGGER_A_REPORT; i++) {
      PooledByteBufAllocator.DEFAULT.buffer().release();
    }
    return List.copyOf(leaks);
  }

  private static void collectGarbage() {
    var sentinel = new WeakReference<>(new Object());
    await("a garbage collection")
        .until(
            () -> {
              System.gc();
              return sentinel.refersTo(null);
            });
  }
}

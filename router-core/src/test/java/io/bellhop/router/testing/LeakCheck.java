package io.bellhop.router.testing;

import static io.bellhop.router.testing.Eventually.eventually;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Finds buffers that were dropped without being released. Works with Netty's leak detection at
 * {@code paranoid}, as the build sets it: every buffer is then watched.
 */
public final class LeakCheck {
  private static final int ENOUGH_TO_TRIGGER_A_REPORT = 64;

  /** Netty knows one listener per process: it tells every check that is under way. */
  private static final List<LeakCheck> UNDER_WAY = new CopyOnWriteArrayList<>();

  static {
    ByteBufUtil.setLeakListener(
        (resourceType, records) ->
            UNDER_WAY.forEach(check -> check.leaks.add(resourceType + records)));
  }

  private final List<String> leaks = new CopyOnWriteArrayList<>();

  private LeakCheck() {}

  /** Begins to listen for leaks. */
  public static LeakCheck begin() {
    LeakCheck check = new LeakCheck();
    UNDER_WAY.add(check);
    return check;
  }

  /** Ends the check: the leaks since its beginning, each with where its buffer was touched. */
  public List<String> end() {
    // The references of one collection are enqueued by a thread of its own, in order: those of the
    // first are certain to be there once those of the second are.
    collectGarbage();
    collectGarbage();
    for (int i = 0; i < ENOUGH_TO_TRIGGER_A_REPORT; i++) {
      PooledByteBufAllocator.DEFAULT.buffer().release();
    }
    UNDER_WAY.remove(this);
    return List.copyOf(leaks);
  }

  private static void collectGarbage() {
    var sentinel = new WeakReference<>(new Object());
    eventually(
        "a garbage collection",
        () -> {
          System.gc();
          return sentinel.refersTo(null);
        });
  }
}

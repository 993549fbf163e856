package io.bellhop.router.record;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What a thread has allocated since it began, as the JVM counts it. */
final class AllocatedBytes {
  private AllocatedBytes() {}

  static long ofThisThread() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}

package io.bellhop.app.cli;

import com.sun.management.OperatingSystemMXBean;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.launch.Resources;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;

/** What an agent may give to instances: what was said, else all of its host. */
final class AgentCapacity {
  private static final List<String> KEYS = List.of("instances", "memoryMiB", "cpuMillis");
  private static final long MANY = 100;
  private static final long MIB = 1024L * 1024;
  private static final long CPU_MILLIS = 1_000;

  private AgentCapacity() {}

  static Resources of(Map<String, Long> given) {
    given.forEach(AgentCapacity::check);
    return new Resources(
        Math.toIntExact(given.getOrDefault("instances", MANY)),
        given.getOrDefault("memoryMiB", hostMemory() / MIB) * MIB,
        given.getOrDefault("cpuMillis", Runtime.getRuntime().availableProcessors() * CPU_MILLIS));
  }

  private static void check(String key, long value) {
    if (!KEYS.contains(key) || value < 0 || value > Integer.MAX_VALUE) {
      throw new InvalidValueException(
          "--capacity %s=%d is not valid: use instances, memoryMiB or cpuMillis, and 0 to %d"
              .formatted(key, value, Integer.MAX_VALUE));
    }
  }

  private static long hostMemory() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }
}

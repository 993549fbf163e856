package io.bellhop.router.record;

import io.micrometer.core.instrument.Counter;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * Counters that differ in one tag, each registered when it is first needed: most apps never see
 * most failures. Thread safe.
 */
final class CounterRow<K> {
  private final ConcurrentMap<K, Counter> counters = new ConcurrentHashMap<>(4);
  private final Function<K, Counter> register;

  CounterRow(Function<K, Counter> register) {
    this.register = register;
  }

  void increment(K key) {
    Counter counter = counters.get(key);
    if (counter == null) {
      counter = counters.computeIfAbsent(key, register);
    }
    counter.increment();
  }
}

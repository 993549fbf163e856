package io.bellhop.config.coordinate.simulation;

import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** Time and chance of one run: what happens next is decided by the seed alone. */
final class Events {
  private record Event(long at, long number, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
    }
  }

  private final PriorityQueue<Event> queue = new PriorityQueue<>();
  private final SplittableRandom random;
  private long now = 1_000_000;
  private long number;

  Events(long seed) {
    // What java.util.Random draws first is alike for all small seeds.
    random = new SplittableRandom(seed);
  }

  long now() {
    return now;
  }

  void at(long time, Runnable action) {
    queue.add(new Event(Math.max(time, now), number++, action));
  }

  void in(long delay, Runnable action) {
    at(now + delay, action);
  }

  /** A time to travel: mostly short, now and then long. */
  long delay() {
    int kind = random.nextInt(20);
    return kind == 0 ? random.nextInt(150) : random.nextInt(kind < 5 ? 20 : 4);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** Goes on until a time, or until nothing is left to happen. */
  void runUntil(long end) {
    while (!queue.isEmpty() && queue.peek().at() <= end) {
      Event next = queue.remove();
      now = next.at();
      next.action().run();
    }
    now = Math.max(now, end);
  }
}

package io.bellhop.load.sleep;

import io.netty.channel.Channel;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What an instance has to do now. For its event loop, but for {@link #requests()}. */
final class UnderWay {
  private final long silenceNanos;
  private final AtomicInteger requests = new AtomicInteger();
  private final Map<Channel, Long> heardNanos = new HashMap<>();

  UnderWay(long silenceMillis) {
    this.silenceNanos = TimeUnit.MILLISECONDS.toNanos(silenceMillis);
  }

  /** One more request; how many there are now. */
  int begin() {
    return requests.incrementAndGet();
  }

  void end() {
    requests.decrementAndGet();
  }

  int requests() {
    return requests.get();
  }

  /** Something came over a WebSocket. */
  void heard(Channel socket) {
    heardNanos.put(socket, System.nanoTime());
  }

  void closed(Channel socket) {
    heardNanos.remove(socket);
  }

  /** WebSockets over which something came a short while ago. */
  long liveSockets() {
    long now = System.nanoTime();
    return heardNanos.values().stream().filter(heard -> now - heard < silenceNanos).count();
  }
}

package io.bellhop.router.testing;

import io.bellhop.router.settings.TransportChoice;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.uring.IoUring;
import java.util.ArrayList;
import java.util.List;

/** The transports that this machine has. */
public final class Transports {
  private Transports() {}

  /** Every transport that can be asked for here. */
  public static List<TransportChoice> available() {
    List<TransportChoice> available = new ArrayList<>();
    available.add(TransportChoice.NIO);
    if (Epoll.isAvailable()) {
      available.add(TransportChoice.EPOLL);
    }
    if (IoUring.isAvailable()) {
      available.add(TransportChoice.IO_URING);
    }
    return List.copyOf(available);
  }
}

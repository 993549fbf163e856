package io.bellhop.router.testing;

import io.bellhop.router.settings.TransportChoice;
import io.bellhop.router.transport.Transport;
import io.bellhop.router.transport.TransportUnavailableException;
import java.util.List;
import java.util.stream.Stream;

/** The transports that this machine has. */
public final class Transports {
  private Transports() {}

  /** Every transport that can be asked for here, the best last. */
  public static List<TransportChoice> available() {
    return Stream.of(TransportChoice.NIO, TransportChoice.EPOLL, TransportChoice.IO_URING)
        .filter(Transports::isAvailable)
        .toList();
  }

  private static boolean isAvailable(TransportChoice choice) {
    try {
      Transport.of(choice);
      return true;
    } catch (TransportUnavailableException e) {
      return false;
    }
  }
}

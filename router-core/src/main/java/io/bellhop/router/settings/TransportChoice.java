package io.bellhop.router.settings;

/** How sockets are driven. */
public enum TransportChoice {
  /** The best that this machine has: io_uring, else epoll, else NIO. */
  AUTO,
  /** Linux io_uring; an error where the kernel or a container's rules refuse it. */
  IO_URING,
  /** Linux epoll; an error elsewhere. */
  EPOLL,
  /** The JDK's own sockets, everywhere. */
  NIO
}

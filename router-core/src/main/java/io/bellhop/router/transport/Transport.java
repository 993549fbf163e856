package io.bellhop.router.transport;

import io.bellhop.router.settings.TransportChoice;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.util.function.Supplier;

/**
 * One way of driving sockets: an event loop's engine, and the kinds of channel that go with it.
 *
 * @param label what it is called in reports
 * @param engine makes the engine of event loops
 * @param serverChannel accepts
 * @param socketChannel connects
 * @param datagramChannel asks name servers
 */
public record Transport(
    String label,
    Supplier<IoHandlerFactory> engine,
    Class<? extends ServerSocketChannel> serverChannel,
    Class<? extends SocketChannel> socketChannel,
    Class<? extends DatagramChannel> datagramChannel) {

  private static final String MULTISHOT_POLLS = "io.netty.iouring.pollAddMultishotEnabled";

  private static final Transport IO_URING =
      new Transport(
          "io_uring",
          IoUringIoHandler::newFactory,
          IoUringServerSocketChannel.class,
          IoUringSocketChannel.class,
          IoUringDatagramChannel.class);

  private static final Transport EPOLL =
      new Transport(
          "epoll",
          EpollIoHandler::newFactory,
          EpollServerSocketChannel.class,
          EpollSocketChannel.class,
          EpollDatagramChannel.class);

  private static final Transport NIO =
      new Transport(
          "nio",
          NioIoHandler::newFactory,
          NioServerSocketChannel.class,
          NioSocketChannel.class,
          NioDatagramChannel.class);

  /**
   * The transport for a choice.
   *
   * @throws TransportUnavailableException where this machine cannot do what was asked for by name
   */
  public static Transport of(TransportChoice choice) throws TransportUnavailableException {
    return switch (choice) {
      case AUTO -> best();
      case IO_URING -> require(IO_URING, ioUringIsAvailable(), IoUring::unavailabilityCause);
      case EPOLL -> require(EPOLL, Epoll.isAvailable(), Epoll::unavailabilityCause);
      case NIO -> NIO;
    };
  }

  /**
   * Netty 4.2.18 misses a reset that comes right behind data, up to one in ten, where its io_uring
   * polls are multishot: the connection would hang until a timeout. It reads this when the class
   * that is asked here is loaded; whoever sets the property themselves is heard.
   */
  private static boolean ioUringIsAvailable() {
    if (System.getProperty(MULTISHOT_POLLS) == null) {
      System.setProperty(MULTISHOT_POLLS, "false");
    }
    return IoUring.isAvailable();
  }

  private static Transport best() {
    if (ioUringIsAvailable()) {
      return IO_URING;
    }
    return Epoll.isAvailable() ? EPOLL : NIO;
  }

  private static Transport require(
      Transport transport, boolean available, Supplier<Throwable> cause)
      throws TransportUnavailableException {
    if (!available) {
      throw new TransportUnavailableException(transport.label(), cause.get());
    }
    return transport;
  }
}

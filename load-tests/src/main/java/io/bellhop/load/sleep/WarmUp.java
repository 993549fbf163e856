package io.bellhop.load.sleep;

import io.bellhop.load.stack.LoadTestException;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A request of an instance to itself, which loads what answering takes. */
final class WarmUp {
  private static final int LIMIT_MILLIS = 30_000;
  private static final String REQUEST =
      "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

  private WarmUp() {}

  /** Asks through a listening socket, which is closed after it. */
  static void by(Channel listener) {
    int port = ((InetSocketAddress) listener.localAddress()).getPort();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(LIMIT_MILLIS);
      socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
      if (socket.getInputStream().read() < 0) {
        throw new LoadTestException("an instance does not answer itself");
      }
    } catch (IOException e) {
      throw new LoadTestException("an instance cannot ask itself", e);
    } finally {
      listener.close().syncUninterruptibly();
    }
  }
}

package io.bellhop.agent.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The TCP connections of a network namespace, as Linux shows them below /proc. */
public final class TcpTable {
  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int STATE = 3;
  private static final String ESTABLISHED = "01";
  private static final int RADIX = 16;

  private TcpTable() {}

  /**
   * The far ends of the established connections to a local port; not those that the far end closed
   * already.
   *
   * @param net such as {@code /proc/self/net}
   * @throws IOException where it cannot be read
   * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_net.5.html">proc_pid_net(5)</a>
   */
  public static List<String> clients(Path net, int port) throws IOException {
    List<String> clients = new ArrayList<>(clientsIn(net.resolve("tcp"), port));
    Path six = net.resolve("tcp6");
    if (Files.exists(six)) {
      clients.addAll(clientsIn(six, port));
    }
    return clients;
  }

  private static List<String> clientsIn(Path table, int port) throws IOException {
    List<String> clients = new ArrayList<>();
    for (String line : Files.readAllLines(table)) {
      String[] fields = line.strip().split("\\s+");
      if (fields.length > STATE
          && fields[STATE].equals(ESTABLISHED)
          && port(fields[LOCAL]) == port) {
        clients.add(address(fields[REMOTE]) + ":" + port(fields[REMOTE]));
      }
    }
    return clients;
  }

  private static int port(String end) {
    return Integer.parseInt(end.substring(end.indexOf(':') + 1), RADIX);
  }

  /** The kernel prints words of 32 bits as numbers, whose bytes are in the order of the network. */
  private static String address(String end) throws IOException {
    ByteBuffer printed =
        ByteBuffer.wrap(HexFormat.of().parseHex(end.substring(0, end.indexOf(':'))));
    ByteBuffer address = ByteBuffer.allocate(printed.capacity()).order(ByteOrder.nativeOrder());
    while (printed.hasRemaining()) {
      address.putInt(printed.getInt());
    }
    return InetAddress.getByAddress(address.array()).getHostAddress();
  }
}

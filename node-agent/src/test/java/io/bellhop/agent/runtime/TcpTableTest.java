package io.bellhop.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TcpTableTest {
  private static final Path NET = Path.of("/proc/self/net");

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void whoIsConnectedToAPortIsSeenUntilItCloses(String host) throws Exception {
    InetAddress here = InetAddress.getByName(host);
    try (ServerSocket server = new ServerSocket(0, 5, here)) {
      int port = server.getLocalPort();
      assertThat(TcpTable.clients(NET, port)).isEmpty();
      try (Socket client = new Socket(here, port)) {
        assertThat(TcpTable.clients(NET, port))
            .containsExactly(here.getHostAddress() + ":" + client.getLocalPort());
        assertThat(TcpTable.clients(NET, client.getLocalPort())).hasSize(1);
      }
      await().until(() -> TcpTable.clients(NET, port).isEmpty());
    }
  }
}

package io.bellhop.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ports for processes. */
final class PortsTest {
  @TempDir Path folder;

  private Ports one(int port) throws IOException {
    return new Ports(folder.resolve("ports"), port, port);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aPortIsGivenToNobodyElseWhileItsProcessBoots() throws Exception {
    int port = freePort();
    try (Ports ports = one(port);
        Ports ofAnotherAgent = one(port)) {
      assertThat(ports.take()).hasValue(port);
      assertThat(ports.take()).isEmpty();
      assertThat(ofAnotherAgent.take()).isEmpty();
      ports.giveBack(port);
      assertThat(ofAnotherAgent.take()).hasValue(port);
    }
  }

  @Test
  void noPortIsGivenThatAnAgentOfAnotherProcessGaveAway() throws Exception {
    int port = freePort();
    Process agent =
        new ProcessBuilder(
                List.of(
                    System.getProperty("java.home") + "/bin/java",
                    "-cp",
                    System.getProperty("java.class.path"),
                    PortTaker.class.getName(),
                    folder.resolve("ports").toString(),
                    Integer.toString(port)))
            .redirectErrorStream(true)
            .start();
    try (Ports ports = one(port)) {
      assertThat(agent.inputReader().readLine()).isEqualTo(Integer.toString(port));
      assertThat(ports.take()).isEmpty();
      agent.destroyForcibly().waitFor();
      assertThat(ports.take()).hasValue(port);
    }
  }

  @Test
  void noPortIsGivenOnWhichSomebodyListens() throws Exception {
    ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    try (Ports ports = one(busy.getLocalPort())) {
      assertThat(ports.take()).isEmpty();
      busy.close();
      assertThat(ports.take()).hasValue(busy.getLocalPort());
    }
  }
}

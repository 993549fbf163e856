package io.bellhop.agent.docker;

import io.bellhop.agent.runtime.TcpTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Who is connected to a container, by the network namespace of its first process. */
final class ContainerClients {
  private static final Path PROC = Path.of("/proc");

  private ContainerClients() {}

  /**
   * The far ends of connections; empty where that process is not one of this host that this user
   * may look at.
   *
   * @param pid by the engine's count, which may be that of another host
   * @param instance as it stands in the environment of the container
   * @param port inside the container
   */
  static Optional<List<String>> of(long pid, String instance, int port) {
    Path process = PROC.resolve(Long.toString(pid));
    try {
      String environment =
          Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
      boolean same =
          Arrays.asList(environment.split("\0", -1)).contains("BELLHOP_INSTANCE=" + instance);
      return same ? Optional.of(TcpTable.clients(process.resolve("net"), port)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}

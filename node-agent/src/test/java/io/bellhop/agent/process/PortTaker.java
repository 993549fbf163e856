package io.bellhop.agent.process;

import java.io.IOException;
import java.nio.file.Path;

/** Takes a port as an agent in a process of its own would, prints it, and keeps it. */
public final class PortTaker {
  private PortTaker() {}

  /** The arguments are the file of the ports, and the port. */
  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[1]);
    try (Ports ports = new Ports(Path.of(arguments[0]), port, port)) {
      System.out.println(ports.take().orElse(0));
      // Nothing comes: it ends with the test.
      int unused = System.in.read();
    }
  }
}

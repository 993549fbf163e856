package io.bellhop.router.accept;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The client connections of one event loop, to be found when the router stops. */
final class OpenConnections {
  private final Set<ClientConnection> open = new HashSet<>();

  void add(ClientConnection connection) {
    open.add(connection);
  }

  void remove(ClientConnection connection) {
    open.remove(connection);
  }

  List<ClientConnection> snapshot() {
    return new ArrayList<>(open);
  }
}

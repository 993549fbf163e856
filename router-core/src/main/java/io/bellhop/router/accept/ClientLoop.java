package io.bellhop.router.accept;

import io.bellhop.router.exchange.RequestPath;

/** What the client connections of one event loop share. Confined to the loop. */
final class ClientLoop {
  private final RequestPath path;
  private final HeadReader headReader;
  private final DateCache dates = new DateCache();
  private final OpenConnections connections = new OpenConnections();

  ClientLoop(RequestPath path) {
    this.path = path;
    this.headReader =
        new HeadReader(
            path.shared().settings().limits().maxHeaderCount(), path.loop().requestIds());
  }

  RequestPath path() {
    return path;
  }

  HeadReader headReader() {
    return headReader;
  }

  DateCache dates() {
    return dates;
  }

  OpenConnections connections() {
    return connections;
  }
}

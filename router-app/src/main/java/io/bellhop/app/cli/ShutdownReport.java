package io.bellhop.app.cli;

import io.bellhop.router.RouterActivity;
import java.io.PrintWriter;

/** Says how a router ended. */
final class ShutdownReport {
  private ShutdownReport() {}

  static void print(RouterActivity cut, PrintWriter err) {
    if (cut.requests() == 0 && cut.tunnels() == 0) {
      err.println("bellhop: stopped; every request under way was finished");
    } else {
      err.printf(
          "bellhop: stopped; cut at the deadline: %d requests, %d tunnels%n",
          cut.requests(), cut.tunnels());
    }
    err.flush();
  }
}

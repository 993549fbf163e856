package io.bellhop.health.probe;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Says why a connection could not be made or broke. */
final class Causes {
  private Causes() {}

  static String text(@Nullable Throwable cause) {
    if (cause instanceof UnknownHostException) {
      return "its host name is not known: " + cause.getMessage();
    }
    if (cause instanceof NoRouteToHostException) {
      return "there is no route to it";
    }
    if (cause instanceof ConnectException) {
      return "connection refused";
    }
    return cause == null ? "no reason given" : String.valueOf(cause.getMessage());
  }
}

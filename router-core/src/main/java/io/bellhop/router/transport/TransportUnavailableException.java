package io.bellhop.router.transport;

/** A transport was asked for by name that this machine does not have. */
public final class TransportUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  TransportUnavailableException(String label, Throwable cause) {
    super(
        "transport '%s' is not available here (%s): use auto, or allow it in the kernel and container"
            .formatted(label, cause.getMessage()),
        cause);
  }
}

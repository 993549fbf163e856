package io.bellhop.config.copy;

import java.io.IOException;

/** A copy that cannot be believed: cut short, changed, or of a version this one does not read. */
final class DamagedCopyException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedCopyException(String message) {
    super(message);
  }

  DamagedCopyException(String message, Throwable cause) {
    super(message, cause);
  }
}

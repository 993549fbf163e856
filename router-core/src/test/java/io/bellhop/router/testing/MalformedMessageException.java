package io.bellhop.router.testing;

import java.io.IOException;

/** What came is not the HTTP that a strict reader takes. */
public final class MalformedMessageException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedMessageException(String message) {
    super(message);
  }
}

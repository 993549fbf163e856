package io.bellhop.router.record;

/** Where requests are logged. Callable from event loops: nothing here blocks. */
public interface AccessLog extends AutoCloseable {

  /** Logs nothing. */
  AccessLog OFF =
      new AccessLog() {
        @Override
        public boolean wants(int status, boolean failed) {
          return false;
        }

        @Override
        public void log(AccessEntry entry) {}

        @Override
        public void close() {}
      };

  /**
   * Whether a request is to be logged. Ask once per request, and before the entry is built, so that
   * what is not logged costs nothing.
   *
   * @param failed whether Bellhop failed the request
   */
  boolean wants(int status, boolean failed);

  /** Takes an entry; drops and counts it where too many are waiting. */
  void log(AccessEntry entry);

  /** Writes what was taken, for a bounded time, and stops. Blocks; not for event loops. */
  @Override
  void close();
}

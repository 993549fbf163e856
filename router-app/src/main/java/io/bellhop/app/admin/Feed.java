package io.bellhop.app.admin;

import java.time.Duration;
import java.util.Optional;

/** Events for one client, as they come. Read by one thread, and closed by it. */
non-sealed interface Feed extends Answer, AutoCloseable {

  /**
   * One event (WHATWG HTML §9.2).
   *
   * @param id by which the client says later what it has seen
   * @param data in one line
   */
  record Event(String id, String name, String data) {}

  /** Waits for the next, at most so long. */
  Optional<Event> next(Duration atMost) throws InterruptedException;

  /** Whether the client has all that it wanted. */
  boolean isOver();

  @Override
  void close();
}

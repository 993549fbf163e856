package io.bellhop.router.control;

import io.bellhop.model.AppName;
import java.util.function.Consumer;

/** Tells whoever starts runs for single requests that one waits. Thread safe. */
public final class RoomWanted {
  private volatile Consumer<AppName> listener = app -> {};

  /** Who is told from now on, on event loops: it must not block. */
  public void tell(Consumer<AppName> newListener) {
    listener = newListener;
  }

  void by(AppName app) {
    listener.accept(app);
  }
}

package io.bellhop.router.pick;

import io.bellhop.model.HashKey;
import io.bellhop.router.control.Backend;
import org.jspecify.annotations.Nullable;

/** What picking needs to know of a request. Asked only as far as the app's strategy needs it. */
public interface PickRequest {
  /** Whether the request has failed on the backend: it goes there only if no other is left. */
  boolean avoids(Backend backend);

  /** When it arrived, by {@link System#nanoTime()}. */
  long startedNanos();

  /** The text that consistent hashing goes by; null where the request does not carry it. */
  @Nullable String hashText(HashKey key);
}

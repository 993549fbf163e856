package io.bellhop.router.pick;

import io.bellhop.model.HashKey;
import io.bellhop.router.control.Backend;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request that avoids certain backends and carries one text for every key, or none. */
record TestRequest(Set<Backend> avoided, @Nullable String text) implements PickRequest {
  @Override
  public boolean avoids(Backend backend) {
    return avoided.contains(backend);
  }

  @Override
  public long startedNanos() {
    return 0;
  }

  @Override
  public @Nullable String hashText(HashKey key) {
    return text;
  }
}

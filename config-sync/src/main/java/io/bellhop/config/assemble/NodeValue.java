package io.bellhop.config.assemble;

import io.bellhop.model.InvalidValueException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One node: the newest content that could be decoded, and the last one that was accepted. Content
 * that cannot be decoded changes neither; content that decodes is offered, and accepted by whoever
 * judges it against the rest of the table.
 *
 * <pre>
 *   offer(valid) → offered ── accept() → good
 *   offer(invalid), offer(missing) → nothing offered; good stays
 * </pre>
 */
final class NodeValue<T> {
  private @Nullable T offered;
  private @Nullable T good;
  private long modified = -1;

  /** Takes what was read; refuses what cannot be decoded. */
  void offer(String path, NodeContent content, Function<byte[], T> decode, Rejections rejections) {
    if (content instanceof NodeContent.Present present) {
      if (present.modified() != modified) {
        modified = present.modified();
        offered = decoded(path, present.json(), decode, rejections);
      }
      return;
    }
    offered = null;
    modified = -1;
    if (content instanceof NodeContent.Unreadable unreadable) {
      rejections.reject(path, unreadable.reason());
    }
  }

  private static <T> @Nullable T decoded(
      String path, byte[] json, Function<byte[], T> decode, Rejections rejections) {
    try {
      return decode.apply(json);
    } catch (InvalidValueException e) {
      rejections.reject(path, String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** Sets a value known from elsewhere as good, as if it had been accepted. */
  void seed(T value) {
    good = value;
  }

  /** What was offered and is not accepted yet; null where there is no such value. */
  @Nullable T pending() {
    return offered == good ? null : offered;
  }

  /** The last accepted value; null where there never was one. */
  @Nullable T good() {
    return good;
  }

  /** Whether the node holds content that can be decoded. */
  boolean offered() {
    return offered != null;
  }

  /** Makes the offered value the good one. An equal value is not replaced, to keep it shared. */
  void accept(String path, Rejections rejections) {
    if (offered != null && offered.equals(good)) {
      offered = good;
    }
    good = offered;
    rejections.clear(path);
  }
}

package io.bellhop.config.copy;

import io.bellhop.model.App;
import java.time.Instant;
import java.util.List;

/**
 * A table as it was at one moment.
 *
 * @param asOf when it was last known to be current
 * @param epoch the newest ZooKeeper transaction in it
 */
public record TableCopy(Instant asOf, long epoch, List<App> apps) {
  /** Copies the list. */
  public TableCopy {
    apps = List.copyOf(apps);
  }
}

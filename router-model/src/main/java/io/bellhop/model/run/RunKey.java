package io.bellhop.model.run;

import io.bellhop.model.AppName;
import java.util.Comparator;

/** One run among those of all apps. */
public record RunKey(AppName app, RunId run) implements Comparable<RunKey> {
  private static final Comparator<RunKey> ORDER =
      Comparator.comparing(RunKey::app).thenComparing(RunKey::run);

  @Override
  public int compareTo(RunKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return app + "/" + run;
  }
}

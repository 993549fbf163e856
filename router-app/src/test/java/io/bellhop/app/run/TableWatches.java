package io.bellhop.app.run;

import io.bellhop.model.AppTable;

/** Makes watches for tests of other packages. */
public final class TableWatches {
  private TableWatches() {}

  /** A watch of a table that nobody tells of changes. */
  public static TableWatch of(AppTable table) {
    return new TableWatch(table, new ChangeSignal());
  }
}

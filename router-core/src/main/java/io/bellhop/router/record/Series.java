package io.bellhop.router.record;

import org.jspecify.annotations.Nullable;

/**
 * A lasting handle on meters that come and go: they are registered when something is first told to
 * the handle, and removed by {@link SeriesTable} when nothing has been for long.
 *
 * <pre>
 * unregistered -- meters() --> registered or overflowed     [SeriesTable.assign]
 * registered   -- idle     --> unregistered                 [SeriesTable.stays]
 * overflowed   -- idle     --> unregistered                 [SeriesTable.stays]
 * overflowed   -- room     --> registered                   [SeriesTable.stays]
 * </pre>
 */
abstract class Series<G extends MeterGroup> {
  private final SeriesTable<G> table;

  /** Written by the table only, under its lock. */
  volatile @Nullable G group;

  private volatile boolean used;

  Series(SeriesTable<G> table) {
    this.table = table;
  }

  /** Registers meters of this series alone. */
  abstract G register();

  /** Whether the meters must stay although nothing is told to them. */
  abstract boolean busy();

  /** The meters to tell something to. Reads two fields, as a rule. */
  final G meters() {
    // Read before written: a line that every event loop writes to would be contended.
    if (!used) {
      used = true;
    }
    G now = group;
    return now != null ? now : table.attach(this);
  }

  /** Whether anything was told since this was last asked. */
  final boolean takeUsed() {
    boolean was = used;
    used = false;
    return was;
  }
}

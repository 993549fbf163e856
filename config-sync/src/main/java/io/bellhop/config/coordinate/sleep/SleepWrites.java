package io.bellhop.config.coordinate.sleep;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.coordinate.nodes.Write;
import io.bellhop.config.coordinate.sleep.SleepSnapshot.Held;
import io.bellhop.config.json.AppJson;
import io.bellhop.config.json.SleepNodesJson;
import io.bellhop.model.sleep.KeptAwake;
import java.util.ArrayList;
import java.util.List;

/** A step as a transaction: against the versions that it was decided on. */
public final class SleepWrites {
  private SleepWrites() {}

  /** The writes of a change. */
  public static List<Write> of(SleepSnapshot at, SleepStep.Change change, TreePaths paths) {
    List<Write> writes = new ArrayList<>();
    String traffic = paths.traffic(at.app());
    writes.add(
        change
            .traffic()
            .<Write>map(next -> new Write.Put(traffic, AppJson.write(next), version(at.traffic())))
            .orElseGet(() -> new Write.Check(traffic, version(at.traffic()))));
    writes.add(unchanged(at.kept(), paths.awake(at.app())));
    if (change.event() == SleepStep.Event.ASLEEP && at.routersVersion() >= 0) {
      // One that joined since was not asked.
      writes.add(new Write.Check(paths.routers(), at.routersVersion()));
    }
    change
        .attempt()
        .ifPresent(
            next ->
                writes.add(put(at.attempt(), paths.sleep(at.app()), SleepNodesJson.write(next))));
    change
        .ledger()
        .ifPresent(
            next ->
                writes.add(put(at.ledger(), paths.wakes(at.app()), SleepNodesJson.write(next))));
    return writes;
  }

  private static int version(Held<?> held) {
    return held.version();
  }

  /** What keeps it awake is as it was; it is made where it was not there, so that this shows. */
  private static Write unchanged(Held<KeptAwake> kept, String path) {
    return kept.isThere()
        ? new Write.Check(path, kept.version())
        : new Write.Create(path, SleepNodesJson.write(KeptAwake.NOT), false);
  }

  /** Replaces a node, or makes it. */
  static Write put(Held<?> held, String path, byte[] json) {
    return held.isThere()
        ? new Write.Put(path, json, held.version())
        : new Write.Create(path, json, false);
  }
}

package io.bellhop.config.coordinate.step;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.coordinate.nodes.Versioned;
import io.bellhop.config.coordinate.nodes.Write;
import io.bellhop.config.json.AppJson;
import io.bellhop.config.json.RolloutJson;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.Traffic;
import java.util.ArrayList;
import java.util.List;

/** A step as a transaction: against the versions that it was decided on. */
public final class Writes {
  private Writes() {}

  /** The writes of a change. */
  public static List<Write> of(Snapshot at, Step.Change change, TreePaths paths) {
    List<Write> writes = new ArrayList<>();
    writes.add(
        new Write.Put(paths.rollout(at.app()), RolloutJson.write(change.log()), at.logVersion()));
    change
        .traffic()
        .ifPresentOrElse(
            next -> writes.addAll(switched(at, next, paths)),
            () -> {
              // What was decided on one switch must not be written after another.
              if (at.trafficVersion() >= 0) {
                writes.add(new Write.Check(paths.traffic(at.app()), at.trafficVersion()));
              }
            });
    change
        .desired()
        .forEach(
            (name, instances) -> {
              Versioned node = at.deployment(name).orElseThrow().node();
              writes.add(
                  new Write.Put(
                      paths.deployment(at.app(), name),
                      AppJson.withInstances(node.json(), instances),
                      node.version()));
            });
    // Whoever joined since they were listed has to be heard before anything is said of all.
    if (at.routersVersion() >= 0) {
      writes.add(new Write.Check(paths.routers(), at.routersVersion()));
    }
    if (change.log().isIdle()) {
      writes.add(new Write.Delete(paths.activeRollout(at.app()), Write.ANY_VERSION));
    }
    return writes;
  }

  private static List<Write> switched(Snapshot at, Traffic next, TreePaths paths) {
    List<Write> writes = new ArrayList<>();
    for (DeploymentName serving : Weights.serving(next.weights())) {
      writes.add(new Write.Check(paths.deployment(at.app(), serving), Write.ANY_VERSION));
    }
    String path = paths.traffic(at.app());
    byte[] json = AppJson.write(next);
    writes.add(
        at.trafficVersion() < 0
            ? new Write.Create(path, json, false)
            : new Write.Put(path, json, at.trafficVersion()));
    return writes;
  }
}

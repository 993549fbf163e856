package io.bellhop.config.write;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.json.AppJson;
import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.data.ACL;

/** What each change consists of, in ZooKeeper's operations. */
record TreeOperations(TreePaths paths, List<ACL> acl) {
  private static final byte[] NOTHING = new byte[0];
  private static final int ANY_VERSION = -1;

  Op create(String path, byte[] json) {
    return Op.create(path, json, acl, CreateMode.PERSISTENT);
  }

  Op create(String path) {
    return create(path, NOTHING);
  }

  /** The nodes above all apps, from the top. */
  List<String> parents() {
    List<String> parents = new ArrayList<>();
    String apps = paths.apps();
    for (int slash = apps.indexOf('/', 1); slash > 0; slash = apps.indexOf('/', slash + 1)) {
      parents.add(apps.substring(0, slash));
    }
    parents.add(apps);
    return parents;
  }

  List<Op> createApp(AppSpec spec) {
    AppName app = spec.name();
    return List.of(
        create(paths.app(app), AppJson.write(spec)),
        create(paths.traffic(app), AppJson.write(Traffic.NONE)),
        create(paths.deployments(app)));
  }

  List<Op> updateApp(AppSpec spec) {
    return updateApp(spec, ANY_VERSION);
  }

  /** Replaces the spec at a version. */
  List<Op> updateApp(AppSpec spec, int version) {
    return List.of(Op.setData(paths.app(spec.name()), AppJson.write(spec), version));
  }

  List<Op> addDeployment(AppName app, DeploymentSpec deployment, boolean firstOfApp) {
    List<Op> ops = new ArrayList<>();
    ops.add(Op.check(paths.app(app), ANY_VERSION));
    if (firstOfApp) {
      ops.add(create(paths.deployments(app)));
    }
    ops.add(create(paths.deployment(app, deployment.name()), AppJson.write(deployment)));
    if (deployment.source().hasSlots()) {
      ops.add(create(paths.instances(app, deployment.name())));
    }
    return ops;
  }

  /** Replaces what was said of a deployment at a version. */
  List<Op> replaceDeployment(
      AppName app, DeploymentSpec deployment, int version, boolean hasInstances) {
    List<Op> ops = new ArrayList<>();
    ops.add(
        Op.setData(paths.deployment(app, deployment.name()), AppJson.write(deployment), version));
    // Ephemeral nodes cannot have children made for them: the parent has to be there before.
    if (deployment.source().hasSlots() && !hasInstances) {
      ops.add(create(paths.instances(app, deployment.name())));
    }
    return ops;
  }

  /** Deletes nodes in the order given, if another node is still at a version. */
  List<Op> deleteIf(String path, int version, List<String> deletions) {
    List<Op> ops = new ArrayList<>();
    ops.add(Op.check(path, version));
    ops.addAll(delete(deletions));
    return ops;
  }

  List<Op> delete(List<String> deletions) {
    return deletions.stream().map(path -> Op.delete(path, ANY_VERSION)).toList();
  }

  /** Replaces the switch at a version, if all deployments are there. */
  List<Op> switchTraffic(AppName app, Traffic next, int version, Set<DeploymentName> needed) {
    List<Op> ops = checks(app, needed);
    ops.add(Op.setData(paths.traffic(app), AppJson.write(next), version));
    return ops;
  }

  /** Makes a switch where there is none, if all deployments are there. */
  List<Op> createTraffic(AppName app, Traffic first, Set<DeploymentName> needed) {
    List<Op> ops = checks(app, needed);
    ops.add(create(paths.traffic(app), AppJson.write(first)));
    return ops;
  }

  private List<Op> checks(AppName app, Set<DeploymentName> needed) {
    List<Op> ops = new ArrayList<>();
    for (DeploymentName deployment : needed) {
      ops.add(Op.check(paths.deployment(app, deployment), ANY_VERSION));
    }
    return ops;
  }
}

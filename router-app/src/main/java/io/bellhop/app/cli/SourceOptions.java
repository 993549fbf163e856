package io.bellhop.app.cli;

import io.bellhop.model.BackendAddress;
import io.bellhop.model.InstanceSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where a deployment's instances come from: one of these. */
final class SourceOptions {
  @Option(
      names = "--address",
      arity = "1..*",
      paramLabel = "HOST:PORT",
      description = "Where an instance listens; may be given several times.")
  private List<BackendAddress> addresses = List.of();

  @Option(
      names = "--curator-path",
      paramLabel = "PATH",
      description = "A path of Curator service discovery, as Spring Cloud ZooKeeper apps use it.")
  private String curatorPath = "";

  @Option(
      names = "--serverset-path",
      paramLabel = "PATH",
      description = "A path of a Finagle serverset.")
  private String serversetPath = "";

  @Option(
      names = "--registered",
      description = "Instances register themselves, below the deployment's node.")
  private boolean registered;

  @ArgGroup(exclusive = false, multiplicity = "1", heading = "Instances that agents start:%n")
  private @Nullable LaunchOptions launch;

  InstanceSource source() {
    if (launch != null) {
      return launch.source();
    }
    if (!addresses.isEmpty()) {
      return new InstanceSource.StaticAddresses(addresses);
    }
    if (!curatorPath.isEmpty()) {
      return new InstanceSource.CuratorDiscovery(curatorPath);
    }
    if (!serversetPath.isEmpty()) {
      return new InstanceSource.FinagleServerset(serversetPath);
    }
    return new InstanceSource.Registered();
  }

  boolean isRegistered() {
    return registered;
  }
}

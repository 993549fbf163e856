package io.bellhop.config.watch;

import io.bellhop.config.assemble.AppNodes;
import io.bellhop.config.assemble.NodeContent;
import io.bellhop.config.assemble.TableAssembler;
import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.connect.NodeReader;
import io.bellhop.config.connect.NodeReader.Listing;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what may have changed of one app.
 *
 * <pre>
 *   spec, traffic, list of deployments; what is known to have changed     one request
 *     └▶ each other deployment that is new, and the list of its instances
 *          └▶ each other instance that is new
 * </pre>
 *
 * So a change of an instance that a client waits for is known after one round trip, not three.
 */
final class AppReading {
  private final AppName name;
  private final Changes changes;
  private final TreePaths paths;
  private final TableAssembler assembler;
  private final NodeReader reader;
  private final Consumer<AppReading> done;
  private final Set<String> asked = new HashSet<>();
  private int outstanding;
  private @Nullable NodeContent traffic;
  private @Nullable NodeContent spec;
  private @Nullable AppNodes nodes;

  AppReading(
      AppName name,
      Changes changes,
      TableAssembler assembler,
      NodeReader reader,
      Consumer<AppReading> done) {
    this.name = name;
    this.changes = changes;
    this.assembler = assembler;
    this.paths = assembler.paths();
    this.reader = reader;
    this.done = done;
  }

  AppName name() {
    return name;
  }

  /** What it was to read. */
  Changes changes() {
    return changes;
  }

  /** The nodes as read; empty where the app is gone. */
  Optional<AppNodes> nodes() {
    return Optional.ofNullable(nodes);
  }

  void start() {
    // The three are one request or follow each other closely; the listing is the last to arrive.
    reader.read(paths.app(name), content -> spec = content);
    reader.read(paths.traffic(name), content -> traffic = content);
    reader.list(paths.deployments(name), this::head);
    if (assembler.knows(name)) {
      assembler.app(name).known().stream()
          .filter(deployment -> changes.touches(deployment.value()))
          .forEach(this::ahead);
    }
  }

  private void ahead(DeploymentName deployment) {
    deployment(deployment);
    changes.slots(deployment.value()).forEach(slot -> instance(deployment, slot));
  }

  private void head(Listing deployments) {
    if (spec == null || traffic == null) {
      return; // Their request failed, and with it this reading: everything is read anew.
    }
    if (spec instanceof NodeContent.Missing) {
      done.accept(this);
      return;
    }
    AppNodes known = current(spec);
    nodes = known;
    known.beingRead(true);
    known.offerSpec(spec);
    known.offerTraffic(traffic);
    deployments(known, deployments);
    finishIfRead();
  }

  private AppNodes current(NodeContent content) {
    AppNodes known = assembler.app(name);
    if (content instanceof NodeContent.Present present
        && known.created() != 0
        && known.created() != present.created()) {
      // Removed and made anew between two looks: nothing of its former life is a last good value.
      assembler.remove(name);
      return assembler.app(name);
    }
    return known;
  }

  private void deployments(AppNodes known, Listing listing) {
    if (listing instanceof Listing.Unreadable unreadable) {
      known.deploymentsUnreadable(unreadable.reason());
      return;
    }
    List<String> children =
        listing instanceof Listing.Present present ? present.children() : List.of();
    for (DeploymentName deployment : known.deploymentsListed(children)) {
      if (!known.knows(deployment) || changes.touches(deployment.value())) {
        deployment(deployment);
      }
    }
  }

  private void deployment(DeploymentName deployment) {
    if (!asked.add(deployment.value())) {
      return;
    }
    outstanding += 2;
    reader.read(
        paths.deployment(name, deployment),
        content -> answered(known -> known.offerDeployment(deployment, content)));
    reader.list(
        paths.instances(name, deployment),
        listing -> answered(known -> instances(known, deployment, listing)));
  }

  private void instances(AppNodes known, DeploymentName deployment, Listing listing) {
    if (listing instanceof Listing.Unreadable) {
      return; // What is known stays; the deployment's own node says what is wrong.
    }
    List<String> slots =
        listing instanceof Listing.Present present ? present.children() : List.of();
    known.instancesListed(deployment, slots);
    for (String slot : slots) {
      if (!known.knows(deployment, slot) || changes.includes(deployment + "/" + slot)) {
        instance(deployment, slot);
      }
    }
  }

  private void instance(DeploymentName deployment, String slot) {
    if (!asked.add(deployment + "/" + slot)) {
      return;
    }
    outstanding++;
    reader.read(
        paths.instances(name, deployment) + "/" + slot,
        content -> answered(known -> known.offerInstance(deployment, slot, content)));
  }

  /** Of an app that turned out to be gone, or whose request failed, nothing more is taken. */
  private void answered(Consumer<AppNodes> offer) {
    outstanding--;
    AppNodes known = nodes;
    if (known != null) {
      offer.accept(known);
      finishIfRead();
    }
  }

  private void finishIfRead() {
    if (outstanding == 0) {
      nodes().ifPresent(read -> read.beingRead(false));
      done.accept(this);
    }
  }
}

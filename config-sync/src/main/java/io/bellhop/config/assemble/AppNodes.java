package io.bellhop.config.assemble;

import io.bellhop.config.json.AppJson;
import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.Deployment;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.InstanceSource;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.Traffic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one app's nodes. Whoever reads them offers their contents here, then has {@link
 * TableAssembler#settle} judge them together.
 */
public final class AppNodes {
  private final AppName name;
  private final TreePaths paths;
  private final Rejections rejections;
  private final Holding holding;
  private final NodeValue<AppSpec> spec = new NodeValue<>();
  private final NodeValue<Traffic> traffic = new NodeValue<>();
  private final SortedMap<DeploymentName, DeploymentNodes> deployments = new TreeMap<>();

  private Set<InstanceSource> sources = Set.of();
  private long created;
  private boolean beingRead;
  @Nullable App told;

  AppNodes(AppName name, TreePaths paths, Rejections rejections, Holding holding) {
    this.name = name;
    this.paths = paths;
    this.rejections = rejections;
    this.holding = holding;
  }

  /** The app's name. */
  public AppName name() {
    return name;
  }

  /** The transaction that made the app; 0 where only the copy on disk knows it. */
  public long created() {
    return created;
  }

  /** Whether the app was ever good, so that it has routes to keep. */
  public boolean isEstablished() {
    return spec.good() != null;
  }

  /** Says whether contents are being offered: what is half read is not judged. */
  public void beingRead(boolean now) {
    beingRead = now;
  }

  boolean isBeingRead() {
    return beingRead;
  }

  NodeValue<AppSpec> spec() {
    return spec;
  }

  /** Offers the app's own node. */
  public void offerSpec(NodeContent content) {
    if (content instanceof NodeContent.Present present) {
      created = present.created();
    }
    spec.offer(
        paths.app(name), content, json -> AppJson.lenient().readSpec(name, json), rejections);
  }

  /** Offers the switch. */
  public void offerTraffic(NodeContent content) {
    String path = paths.traffic(name);
    traffic.offer(path, content, AppJson.lenient()::readTraffic, rejections);
    if (content instanceof NodeContent.Missing) {
      if (traffic.good() == null) {
        rejections.clear(path);
      } else {
        rejections.reject(path, "the node is missing: switch the app's traffic to restore it");
      }
    }
  }

  /** Takes the names of the deployments that are there; answers those that are names. */
  public List<DeploymentName> deploymentsListed(Collection<String> children) {
    rejections.clear(paths.deployments(name));
    List<DeploymentName> names = new ArrayList<>(children.size());
    for (String child : children) {
      try {
        names.add(new DeploymentName(child));
      } catch (InvalidValueException e) {
        rejections.reject(paths.deployments(name) + "/" + child, String.valueOf(e.getMessage()));
      }
    }
    Set<DeploymentName> listed = new HashSet<>(names);
    deployments.values().forEach(known -> known.listed = listed.contains(known.name));
    return names;
  }

  /** The deployments could not be listed: those known stay. */
  public void deploymentsUnreadable(String reason) {
    rejections.reject(paths.deployments(name), reason);
  }

  /** The deployments that were read before. */
  public Set<DeploymentName> known() {
    return Set.copyOf(deployments.keySet());
  }

  /** Whether a deployment was read before. */
  public boolean knows(DeploymentName deployment) {
    return deployments.containsKey(deployment);
  }

  /** Offers a deployment's node. */
  public void offerDeployment(DeploymentName deployment, NodeContent content) {
    DeploymentNodes nodes = deployment(deployment);
    nodes.listed = !(content instanceof NodeContent.Missing);
    nodes.spec.offer(
        nodes.path,
        content,
        json -> AppJson.lenient().readDeployment(deployment, json),
        rejections);
    if (nodes.spec.offered()) {
      nodes.spec.accept(nodes.path, rejections);
    }
  }

  /** Takes the slots of a deployment that are there. */
  public void instancesListed(DeploymentName deployment, Collection<String> slots) {
    deployment(deployment).registered.listed(slots);
  }

  /** Whether an instance was read before. */
  public boolean knows(DeploymentName deployment, String slot) {
    return deployment(deployment).registered.knows(slot);
  }

  /** Offers the node of one registered instance. */
  public void offerInstance(DeploymentName deployment, String slot, NodeContent content) {
    deployment(deployment).registered.offer(slot, content);
  }

  private DeploymentNodes deployment(DeploymentName deployment) {
    return deployments.computeIfAbsent(
        deployment,
        d -> {
          DeploymentNodes nodes =
              new DeploymentNodes(d, paths.deployment(name, d), rejections, holding);
          nodes.registered.users().add(this);
          return nodes;
        });
  }

  /** Takes all of an app as good that the copy on disk knows. */
  void seed(App app, ExternalSources external) {
    spec.seed(app.spec());
    traffic.seed(app.traffic());
    for (Deployment known : app.deployments().values()) {
      DeploymentNodes nodes = deployment(known.name());
      nodes.spec.seed(known.spec());
      InstanceSource source = known.spec().source();
      if (source.hasSlots()) {
        nodes.registered.seed(known.instances());
      } else if (ExternalSources.pathOf(source).isPresent()) {
        external.seed(source, known.instances());
      }
    }
  }

  /** Accepts the switch if all that it gives traffic to is there; then drops what is not needed. */
  void settleTraffic() {
    Traffic pending = traffic.pending();
    if (pending != null || traffic.offered()) {
      Optional<String> missing = pending == null ? Optional.empty() : missing(pending);
      if (missing.isPresent()) {
        rejections.reject(paths.traffic(name), missing.get());
      } else {
        traffic.accept(paths.traffic(name), rejections);
      }
    }
    deployments.values().removeIf(this::isDone);
  }

  private Optional<String> missing(Traffic wanted) {
    return wanted.weights().entrySet().stream()
        .filter(weight -> weight.getValue() > 0)
        .map(Map.Entry::getKey)
        .filter(deployment -> !isThere(deployments.get(deployment)))
        .findFirst()
        .map(
            deployment ->
                "traffic goes to deployment '%s', which is not there or never was valid: add it or switch to another"
                    .formatted(deployment));
  }

  private static boolean isThere(@Nullable DeploymentNodes nodes) {
    return nodes != null && nodes.listed && nodes.spec.good() != null;
  }

  private boolean isDone(DeploymentNodes nodes) {
    if (nodes.listed) {
      return false;
    }
    if (goodTraffic().weights().getOrDefault(nodes.name, 0) > 0 && nodes.spec.good() != null) {
      rejections.reject(
          nodes.path, "the node was removed while traffic goes to it: switch to another first");
      return false;
    }
    rejections.clearTree(nodes.path);
    return true;
  }

  private Traffic goodTraffic() {
    Traffic good = traffic.good();
    return good == null ? Traffic.NONE : good;
  }

  /** Follows the sources outside the tree that the deployments use now. */
  void followSources(ExternalSources external) {
    Set<InstanceSource> wanted = new HashSet<>();
    for (DeploymentNodes nodes : deployments.values()) {
      if (nodes.spec.good() != null
          && ExternalSources.pathOf(nodes.spec.good().source()).isPresent()) {
        wanted.add(nodes.spec.good().source());
      }
    }
    external.follow(this, sources, wanted);
    sources = wanted.isEmpty() ? Set.of() : wanted;
  }

  /** Lets go of all sources outside the tree. */
  void leaveSources(ExternalSources external) {
    external.follow(this, sources, Set.of());
    sources = Set.of();
  }

  /** The app by what is good of it. */
  App assemble(AppSpec good, ExternalSources external) {
    SortedMap<DeploymentName, Deployment> assembled = new TreeMap<>();
    for (DeploymentNodes nodes : deployments.values()) {
      Deployment deployment = nodes.assemble(external);
      if (deployment != null) {
        assembled.put(nodes.name, deployment);
      }
    }
    return new App(good, goodTraffic(), assembled);
  }
}

package io.bellhop.config.assemble;

import io.bellhop.model.App;
import io.bellhop.model.AppListener;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.InstanceSource;
import io.bellhop.model.RejectedNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A table assembled from nodes that a test writes, with everything told kept. */
final class AssemblerFixture implements SourceWatcher, AppListener {
  static final String STATIC = "{'source':'static','addresses':['10.0.0.1:3000']}";

  final List<String> told = new ArrayList<>();
  final Set<String> watched = new TreeSet<>();
  final LiveTable table;
  final TableAssembler assembler;
  private long transaction = 100;

  AssemblerFixture() {
    Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    table = new LiveTable(this, clock, TableState.start("zk:2181"));
    assembler = new TableAssembler(new TreePaths("/bellhop"), table, this);
  }

  NodeContent content(String json, long created) {
    byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return new NodeContent.Present(bytes, created, ++transaction);
  }

  NodeContent content(String json) {
    return content(json, 1);
  }

  AppNodes app(String name) {
    return assembler.app(new AppName(name));
  }

  /** Writes a spec and settles the app. */
  void spec(String app, String json) {
    app(app).offerSpec(content(json));
    settle(app);
  }

  /** Writes the switch and settles the app. */
  void traffic(String app, String json) {
    app(app).offerTraffic(content(json));
    settle(app);
  }

  /** Writes a deployment and settles the app. */
  void deployment(String app, String name, String json) {
    app(app).offerDeployment(new DeploymentName(name), content(json));
    settle(app);
  }

  /** Lists the registered instances of a deployment, all ready, and settles the app. */
  void instances(String app, String deployment, String... slots) {
    DeploymentName name = new DeploymentName(deployment);
    app(app).instancesListed(name, List.of(slots));
    for (String slot : slots) {
      app(app).offerInstance(name, slot, content("{'address':'10.0.0.%s:80'}".formatted(slot)));
    }
    settle(app);
  }

  /** Reads a source outside the tree to its end. */
  void source(InstanceSource source, List<String> children, String json) {
    assembler.sourceListed(source, children);
    children.forEach(child -> assembler.offerSourceInstance(source, child, content(json)));
    assembler.sourceRead(source);
  }

  void settle(String app) {
    assembler.settle(app(app));
  }

  App known(String app) {
    return table.app(new AppName(app)).orElseThrow();
  }

  /** The addresses of a deployment's instances. */
  List<String> addresses(String app, String deployment) {
    return known(app).deployments().values().stream()
        .filter(candidate -> candidate.name().value().equals(deployment))
        .flatMap(candidate -> candidate.instances().stream())
        .map(instance -> instance.address().toString())
        .toList();
  }

  List<String> rejected() {
    return table.rejectedNodes().stream().map(RejectedNode::path).toList();
  }

  String reason(String path) {
    return table.rejections().find(path).map(RejectedNode::reason).orElse("not refused");
  }

  @Override
  public void appChanged(App app) {
    told.add("changed " + app.name());
  }

  @Override
  public void appRemoved(AppName name) {
    told.add("removed " + name);
  }

  @Override
  public void watch(InstanceSource source) {
    watched.add(source.toString());
  }

  @Override
  public void unwatch(InstanceSource source) {
    watched.remove(source.toString());
  }
}

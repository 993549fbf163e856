package io.bellhop.config.slots;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.connect.Ensemble;
import io.bellhop.config.json.AgentJson;
import io.bellhop.config.write.Transactions;
import io.bellhop.config.write.Transactions.Outcome;
import io.bellhop.config.write.Transactions.Versioned;
import io.bellhop.model.AppName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.StoreException;
import io.bellhop.model.launch.InstanceEvent;
import io.bellhop.model.launch.InstanceEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One node for each app with its last events: written by agents, read when people ask. */
public final class EventNode implements InstanceEvents {
  private static final Logger LOG = LoggerFactory.getLogger(EventNode.class);
  private static final int KEPT = 50;
  private static final int MAX_ATTEMPTS = 10;
  // Nobody who asks what an app does should wait long for what adds to it.
  private static final Duration LONGEST_READ = Duration.ofSeconds(1);

  private final Ensemble ensemble;
  private final TreePaths paths;

  /** Events below a root. */
  public EventNode(Ensemble ensemble, TreePaths paths) {
    this.ensemble = ensemble;
    this.paths = paths;
  }

  private Transactions within(Duration timeout) {
    return new Transactions(ensemble, ensemble.settings().connect(), timeout);
  }

  @Override
  public List<InstanceEvent> of(AppName app) throws StoreException {
    return within(LONGEST_READ)
        .read(paths.events(app))
        .map(node -> events(app, node))
        .orElse(List.of());
  }

  private static List<InstanceEvent> events(AppName app, Versioned node) {
    try {
      return AgentJson.readEvents(node.json());
    } catch (InvalidValueException e) {
      LOG.warn("what happened to app {} is forgotten, it is not valid: {}", app, e.getMessage());
      return List.of();
    }
  }

  void append(AppName app, List<InstanceEvent> events) throws StoreException {
    Transactions zookeeper = within(ensemble.settings().connectTimeout());
    for (int i = 0; i < MAX_ATTEMPTS; i++) {
      Optional<Versioned> there = zookeeper.read(paths.events(app));
      byte[] json = AgentJson.write(joined(there.map(node -> events(app, node)), events));
      if (isDone(
          zookeeper.commit(List.of(write(app, there, json))), there.isPresent(), zookeeper, app)) {
        return;
      }
    }
    throw SlotRefusals.outpaced("the events of app " + app);
  }

  private static List<InstanceEvent> joined(
      Optional<List<InstanceEvent>> before, List<InstanceEvent> events) {
    List<InstanceEvent> all = new ArrayList<>(before.orElse(List.of()));
    long last = all.isEmpty() ? 0 : all.get(all.size() - 1).number();
    for (InstanceEvent event : events) {
      last++;
      all.add(event.numbered(last));
    }
    return all.subList(Math.max(0, all.size() - KEPT), all.size());
  }

  private Op write(AppName app, Optional<Versioned> there, byte[] json) {
    return there.isPresent()
        ? Op.setData(paths.events(app), json, there.get().version())
        : Op.create(paths.events(app), json, ensemble.acl(), CreateMode.PERSISTENT);
  }

  /** Written, or of an app that is gone, of which nobody has to know how it fared. */
  private boolean isDone(Outcome outcome, boolean replaced, Transactions zookeeper, AppName app)
      throws StoreException {
    return outcome instanceof Outcome.Committed
        || (!replaced && zookeeper.read(paths.app(app)).isEmpty());
  }
}

package io.bellhop.config.slots;

import io.bellhop.config.assemble.NodeContent;
import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.connect.NodeReader;
import io.bellhop.config.connect.NodeReader.Listing;
import io.bellhop.config.json.AgentJson;
import io.bellhop.config.json.AppJson;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.InstanceSource.Launched;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.launch.CrashLoop;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.SlotHolder;
import io.bellhop.model.launch.SlotKey;
import io.bellhop.model.launch.WantedDeployment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the launched deployments of one app.
 *
 * <pre>
 *   list of deployments; all below of those that were launched when last read     one request
 *     └▶ each other deployment
 *          └▶ where it is launched: its crash loop, the list of its slots, once the app's traffic
 *               └▶ each slot
 * </pre>
 *
 * So an app that is woken is known to be after one round trip.
 */
final class AppSlotsReading {
  private static final Logger LOG = LoggerFactory.getLogger(AppSlotsReading.class);

  private final AppName app;
  private final TreePaths paths;
  private final NodeReader reader;
  private final AppSlots before;
  private final Consumer<AppSlots> done;
  private final Map<DeploymentKey, WantedDeployment> wanted = new HashMap<>();
  private final Map<SlotKey, SlotHolder> holders = new HashMap<>();
  private final Map<DeploymentKey, CrashLoop> crashLoops = new HashMap<>();
  private final Set<String> asked = new HashSet<>();
  private Map<DeploymentName, Integer> atMost = Map.of();
  private int outstanding;
  private boolean incomplete;

  /**
   * A reading that is to be started.
   *
   * @param before what was read last: it stays where a node cannot be understood
   */
  AppSlotsReading(
      AppName app, TreePaths paths, NodeReader reader, AppSlots before, Consumer<AppSlots> done) {
    this.app = app;
    this.paths = paths;
    this.reader = reader;
    this.before = before;
    this.done = done;
  }

  void start() {
    list(paths.deployments(app), this::deployment);
    before.wanted().keySet().forEach(this::ahead);
  }

  private void ahead(DeploymentKey key) {
    deployment(key);
    launched(key);
    before.holders().keySet().stream()
        .filter(slot -> slot.deployment().equals(key))
        .forEach(this::slot);
  }

  private void list(String path, Consumer<String> child) {
    outstanding++;
    reader.list(
        path,
        listing -> {
          if (listing instanceof Listing.Present present) {
            present.children().forEach(child);
          } else if (listing instanceof Listing.Unreadable unreadable) {
            unreadable(unreadable.reason());
          }
          answered();
        });
  }

  private void read(String path, Consumer<NodeContent.Present> taker) {
    outstanding++;
    reader.read(
        path,
        content -> {
          if (content instanceof NodeContent.Present present) {
            taker.accept(present);
          } else if (content instanceof NodeContent.Unreadable unreadable) {
            unreadable(unreadable.reason());
          }
          answered();
        });
  }

  private void answered() {
    outstanding--;
    if (outstanding == 0) {
      done.accept(incomplete ? before : slots());
    }
  }

  /** What was read ahead of a deployment that is gone, or not launched any more, is no slot's. */
  private AppSlots slots() {
    crashLoops.keySet().retainAll(wanted.keySet());
    holders.keySet().removeIf(slot -> !wanted.containsKey(slot.deployment()));
    return new AppSlots(wanted, atMost, holders, crashLoops);
  }

  /** Half of what is known must not be taken for all: a slot that is not seen is not free. */
  private void unreadable(String reason) {
    LOG.warn("app {} stays as it was: {}", app, reason);
    incomplete = true;
  }

  private void deployment(String child) {
    DeploymentName name;
    try {
      name = new DeploymentName(child);
    } catch (InvalidValueException e) {
      return; // Routers refuse it by name, where people see it.
    }
    deployment(new DeploymentKey(app, name));
  }

  private void deployment(DeploymentKey key) {
    String path = paths.deployment(app, key.deployment());
    if (asked.add(path)) {
      read(path, node -> deployment(key, node.json()));
    }
  }

  private void deployment(DeploymentKey key, byte[] json) {
    WantedDeployment last = before.wanted().get(key);
    try {
      DeploymentSpec spec = AppJson.lenient().readDeployment(key.deployment(), json);
      last = spec.source() instanceof Launched launched ? wanted(key, spec, launched) : null;
    } catch (InvalidValueException e) {
      LOG.warn("deployment {} stays as it was, its node is not valid: {}", key, e.getMessage());
    }
    if (last != null) {
      wanted.put(key, last);
      launched(key);
    }
  }

  private void launched(DeploymentKey key) {
    // Apps that agents have nothing to do with are not worth a read.
    if (asked.add(paths.traffic(app))) {
      read(paths.traffic(app), node -> atMost = atMost(node.json()));
    }
    if (asked.add(paths.crashLoop(key))) {
      read(paths.crashLoop(key), node -> crashLoop(key, node.json()));
      list(paths.instances(app, key.deployment()), slot -> slot(key, slot));
    }
  }

  private Map<DeploymentName, Integer> atMost(byte[] json) {
    try {
      return AtMost.of(AppJson.lenient().readTraffic(json));
    } catch (InvalidValueException e) {
      LOG.warn("app {} sleeps or not as before, its traffic is not valid: {}", app, e.getMessage());
      return before.atMost();
    }
  }

  private static WantedDeployment wanted(DeploymentKey key, DeploymentSpec spec, Launched from) {
    return new WantedDeployment(
        key, from.spec(), spec.instances().orElse(0), AgentJson.revision(from.spec()));
  }

  private void crashLoop(DeploymentKey key, byte[] json) {
    try {
      crashLoops.put(key, AgentJson.readCrashLoop(json));
    } catch (InvalidValueException e) {
      LOG.warn("the crash loop of {} is ignored: {}", key, e.getMessage());
    }
  }

  private void slot(DeploymentKey key, String child) {
    try {
      slot(new SlotKey(key, Integer.parseInt(child)));
    } catch (NumberFormatException | InvalidValueException e) {
      LOG.debug("instance {} of {} was registered by hand: it is in no slot", child, key);
    }
  }

  private void slot(SlotKey slot) {
    String path = paths.slot(slot);
    if (asked.add(path)) {
      read(path, node -> holder(slot, node));
    }
  }

  private void holder(SlotKey slot, NodeContent.Present node) {
    holders.put(slot, Holders.of(node.json(), node.created()));
  }
}

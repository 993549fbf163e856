package io.bellhop.config.slots;

import io.bellhop.config.assemble.NodeContent;
import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.connect.NodeReader.Listing;
import io.bellhop.config.json.AgentJson;
import io.bellhop.config.watch.ViewFollower;
import io.bellhop.model.AppName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.SlotBoard;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the board: follows apps and agents. Where the tree is gone though apps are known, that
 * counts as a failed read.
 */
final class BoardFollower extends ViewFollower<SlotBoard> {
  private static final Logger LOG = LoggerFactory.getLogger(BoardFollower.class);
  // Bounds the memory of reads under way.
  private static final int MAX_BEING_READ = 1_024;

  private final TreePaths paths;
  private final Map<AppName, AppSlots> apps = new TreeMap<>();
  private final Map<AgentId, AgentInfo> agents = new TreeMap<>();
  private final Set<AppName> waiting = new LinkedHashSet<>();
  private final Set<AppName> beingRead = new HashSet<>();
  private boolean appsListed;
  private boolean agentsWaiting;
  private int agentsOutstanding;
  private long granted;
  private long asOf = SlotBoard.UNKNOWN.asOf();

  BoardFollower(TreePaths paths) {
    super("slots", List.of(paths.apps(), paths.agents()), SlotBoard.UNKNOWN);
    this.paths = paths;
  }

  /**
   * A claim was granted to this process. To be called on the thread of the client: its watch events
   * were handed over before, so that what is read for them has the claim.
   */
  void granted(long generation) {
    execute(() -> granted = Math.max(granted, generation));
  }

  @Override
  protected void begin() {
    appsListed = false;
    waiting.clear();
    beingRead.clear();
    agentsOutstanding = 0;
    reader().list(paths.apps(), this::listed);
    agentsWaiting = true;
  }

  private void listed(Listing listing) {
    if (listing instanceof Listing.Unreadable unreadable) {
      failed(unreadable.reason());
      return;
    }
    if (listing instanceof Listing.Missing && !apps.isEmpty()) {
      // An ensemble that lost its data must not have every instance stopped.
      failed("there is no %s, though apps are known".formatted(paths.apps()));
      return;
    }
    Set<AppName> there = new LinkedHashSet<>();
    if (listing instanceof Listing.Present present) {
      present.children().forEach(child -> addName(child, there));
    }
    apps.keySet().retainAll(there);
    waiting.addAll(there);
    appsListed = true;
  }

  private static void addName(String child, Set<AppName> names) {
    try {
      names.add(new AppName(child));
    } catch (InvalidValueException e) {
      LOG.debug("'{}' is no name of an app, routers say so where people see it", child);
    }
  }

  @Override
  protected void nodesChanged(Set<String> changedPaths) {
    for (String path : changedPaths) {
      if (path.equals(paths.apps())) {
        readAll();
      } else if (path.startsWith(paths.apps() + "/")) {
        appChanged(path.substring(paths.apps().length() + 1).split("/", -1));
      } else {
        agentsWaiting = true;
      }
    }
  }

  private void appChanged(String[] steps) {
    // Rollouts are of no interest to agents; traffic is, as it says which apps sleep.
    if (steps.length == 1
        || steps[1].equals(TreePaths.DEPLOYMENTS)
        || steps[1].equals(TreePaths.TRAFFIC)) {
      addName(steps[0], waiting);
    }
  }

  @Override
  protected boolean isRead() {
    return appsListed && isSettled() && !agentsWaiting && agentsOutstanding == 0;
  }

  private boolean isSettled() {
    return waiting.isEmpty() && beingRead.isEmpty();
  }

  @Override
  protected boolean isOutdated(SlotBoard published) {
    return published.asOf() < granted;
  }

  @Override
  protected void readNext() {
    Iterator<AppName> next = waiting.iterator();
    while (next.hasNext() && beingRead.size() < MAX_BEING_READ) {
      AppName app = next.next();
      if (beingRead.add(app)) {
        next.remove();
        AppSlots before = apps.getOrDefault(app, AppSlots.NONE);
        new AppSlotsReading(app, paths, reader(), before, slots -> read(app, slots)).start();
      }
    }
    if (agentsWaiting && agentsOutstanding == 0) {
      agentsWaiting = false;
      agentsOutstanding = 1;
      reader().list(paths.agents(), this::agentsListed);
    }
  }

  private void read(AppName app, AppSlots slots) {
    beingRead.remove(app);
    AppSlots before = slots.isEmpty() ? apps.remove(app) : apps.put(app, slots);
    differs(!slots.equals(before == null ? AppSlots.NONE : before));
  }

  private void agentsListed(Listing listing) {
    if (listing instanceof Listing.Unreadable unreadable) {
      failed(unreadable.reason());
      return;
    }
    List<String> ids = listing instanceof Listing.Present present ? present.children() : List.of();
    differs(agents.keySet().removeIf(agent -> !ids.contains(agent.value())));
    agentsOutstanding += ids.size() - 1;
    for (String id : ids) {
      reader()
          .read(
              paths.agents() + "/" + id,
              content -> {
                agentsOutstanding--;
                agentRead(id, content);
              });
    }
  }

  private void agentRead(String child, NodeContent content) {
    if (content instanceof NodeContent.Present present) {
      try {
        AgentId id = new AgentId(child);
        AgentInfo agent = AgentJson.readAgent(id, present.json());
        differs(!agent.equals(agents.put(id, agent)));
      } catch (InvalidValueException e) {
        LOG.warn("agent '{}' is not seen, its node is not valid: {}", child, e.getMessage());
      }
    }
  }

  @Override
  protected SlotBoard view(boolean isCurrent) {
    // What was granted is covered once nothing is left to be read that its events named.
    if (isCurrent && isSettled()) {
      asOf = granted;
    }
    return Boards.of(apps.values(), agents.values(), isCurrent, asOf);
  }
}

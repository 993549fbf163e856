package io.bellhop.config.runs;

import io.bellhop.config.assemble.NodeContent;
import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.connect.NodeReader.Listing;
import io.bellhop.config.json.RunJson;
import io.bellhop.config.watch.ViewFollower;
import io.bellhop.model.AppName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunBoard;
import io.bellhop.model.run.RunId;
import io.bellhop.model.run.RunKey;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the board of runs: follows all of them. */
public final class RunsFollower extends ViewFollower<RunBoard> {
  private static final Logger LOG = LoggerFactory.getLogger(RunsFollower.class);
  // Bounds the memory of reads under way.
  private static final int MAX_BEING_READ = 1_024;

  private final TreePaths paths;
  private final KnownRuns known = new KnownRuns();
  private final Set<RunKey> waiting = new LinkedHashSet<>();
  private final Set<RunKey> beingRead = new HashSet<>();
  private int listings;

  /** Follows nothing before it is told of a connection. */
  public RunsFollower(TreePaths paths) {
    super("runs", List.of(paths.runs()), RunBoard.UNKNOWN);
    this.paths = paths;
  }

  @Override
  protected void begin() {
    waiting.clear();
    beingRead.clear();
    known.beginAnew();
    listings = 1;
    reader().list(paths.runs(), this::appsListed);
  }

  private void appsListed(Listing listing) {
    listings--;
    if (listing instanceof Listing.Unreadable unreadable) {
      failed(unreadable.reason());
    } else if (listing instanceof Listing.Present present) {
      for (String child : present.children()) {
        listings++;
        reader().list(paths.runs() + "/" + child, runs -> runsListed(child, runs));
      }
    }
  }

  private void runsListed(String app, Listing listing) {
    listings--;
    if (listing instanceof Listing.Unreadable unreadable) {
      failed(unreadable.reason());
    } else if (listing instanceof Listing.Present present) {
      present.children().forEach(run -> key(app, run).ifPresent(this::listed));
    }
  }

  private void listed(RunKey key) {
    known.listed(key);
    waiting.add(key);
  }

  private static Optional<RunKey> key(String app, String run) {
    try {
      return Optional.of(new RunKey(new AppName(app), new RunId(run)));
    } catch (InvalidValueException e) {
      LOG.debug("'{}/{}' is no name of a run", app, run);
      return Optional.empty();
    }
  }

  @Override
  protected void nodesChanged(Set<String> changedPaths) {
    for (String path : changedPaths) {
      String below = path.substring(Math.min(path.length(), paths.runs().length()));
      String[] steps = below.split("/", -1);
      // The second step is the app's own node, whose content only those who write look at.
      if (steps.length > 2) {
        key(steps[1], steps[2]).ifPresent(waiting::add);
      }
    }
  }

  @Override
  protected boolean isRead() {
    return listings == 0 && waiting.isEmpty() && beingRead.isEmpty();
  }

  @Override
  protected void readNext() {
    Iterator<RunKey> next = waiting.iterator();
    while (next.hasNext() && beingRead.size() < MAX_BEING_READ) {
      RunKey key = next.next();
      if (beingRead.add(key)) {
        next.remove();
        // The claim is read after the run: one that is missing is missing at a later moment.
        reader()
            .read(
                paths.run(key),
                run -> reader().read(paths.runClaim(key), claim -> read(key, run, claim)));
      }
    }
  }

  private void read(RunKey key, NodeContent run, NodeContent claim) {
    beingRead.remove(key);
    if (run instanceof NodeContent.Present present) {
      decoded(key, present.json())
          .ifPresent(now -> differs(known.put(now, present.created(), agent(claim))));
    } else if (run instanceof NodeContent.Missing) {
      differs(known.remove(key));
    }
  }

  private static Optional<Run> decoded(RunKey key, byte[] json) {
    try {
      return Optional.of(RunJson.read(key, json));
    } catch (InvalidValueException e) {
      LOG.warn("run {} is not seen, its node is not valid: {}", key, e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<AgentId> agent(NodeContent claim) {
    try {
      return claim instanceof NodeContent.Present present
          ? Optional.of(new AgentId(new String(present.json(), StandardCharsets.UTF_8)))
          : Optional.empty();
    } catch (InvalidValueException e) {
      return Optional.empty();
    }
  }

  @Override
  protected RunBoard view(boolean isCurrent) {
    if (isCurrent) {
      known.forgetUnlisted();
    }
    return known.board(isCurrent);
  }
}

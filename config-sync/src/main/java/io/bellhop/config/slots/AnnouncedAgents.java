package io.bellhop.config.slots;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.connect.Ensemble;
import io.bellhop.config.json.AgentJson;
import io.bellhop.config.write.Transactions;
import io.bellhop.config.write.Transactions.Versioned;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.StoreException;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.Agents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agents that announced themselves, read when they are asked for. */
public final class AnnouncedAgents implements Agents {
  private static final Logger LOG = LoggerFactory.getLogger(AnnouncedAgents.class);

  private final Ensemble ensemble;
  private final TreePaths paths;

  /** Agents below a root. */
  public AnnouncedAgents(Ensemble ensemble, TreePaths paths) {
    this.ensemble = ensemble;
    this.paths = paths;
  }

  @Override
  public List<AgentInfo> alive() throws StoreException {
    Transactions zookeeper =
        new Transactions(
            ensemble, ensemble.settings().connect(), ensemble.settings().connectTimeout());
    List<AgentInfo> agents = new ArrayList<>();
    for (String id : zookeeper.children(paths.agents()).orElse(List.of())) {
      zookeeper
          .read(paths.agents() + "/" + id)
          .flatMap(node -> read(id, node))
          .ifPresent(agents::add);
    }
    return agents;
  }

  private static Optional<AgentInfo> read(String id, Versioned node) {
    try {
      return Optional.of(AgentJson.readAgent(new AgentId(id), node.json()));
    } catch (InvalidValueException e) {
      LOG.warn("agent '{}' is not seen, its node is not valid: {}", id, e.getMessage());
      return Optional.empty();
    }
  }
}

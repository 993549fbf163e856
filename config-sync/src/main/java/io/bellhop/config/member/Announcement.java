package io.bellhop.config.member;

import io.bellhop.config.connect.Ensemble;
import io.bellhop.config.json.AppJson;
import io.bellhop.model.RouterInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.curator.framework.recipes.nodes.PersistentNode;
import org.apache.zookeeper.CreateMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This router's own node: there while this process is, made anew in every new session. */
public final class Announcement implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Announcement.class);

  private final PersistentNode node;

  private Announcement(PersistentNode node) {
    this.node = node;
  }

  /** Announces a router below the node of all routers, now or as soon as there is a session. */
  public static Announcement start(Ensemble ensemble, String routersPath, RouterInfo self) {
    PersistentNode node =
        new PersistentNode(
            ensemble.curator(),
            CreateMode.EPHEMERAL,
            false,
            routersPath + "/" + self.id(),
            AppJson.write(self));
    node.start();
    return new Announcement(node);
  }

  @Override
  public void close() {
    try {
      node.close();
    } catch (IOException e) {
      // The session ends next, and takes the node with it.
      LOG.debug("Cannot remove the router's node", new UncheckedIOException(e));
    }
  }
}

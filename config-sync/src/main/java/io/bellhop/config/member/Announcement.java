package io.bellhop.config.member;

import io.bellhop.config.connect.Ensemble;
import io.bellhop.config.json.AppJson;
import io.bellhop.model.RouterInfo;
import org.apache.curator.framework.recipes.nodes.PersistentNode;
import org.apache.zookeeper.CreateMode;

/** This router's own node: there while its session is, made anew in every new session. */
public final class Announcement {
  private Announcement() {}

  /**
   * Announces a router below the node of all routers, now or as soon as there is a session. It ends
   * with the session: to remove the node by hand would wait for ZooKeeper, at the worst for ever.
   */
  @SuppressWarnings("resource")
  public static void start(Ensemble ensemble, String routersPath, RouterInfo self) {
    new PersistentNode(
            ensemble.curator(),
            CreateMode.EPHEMERAL,
            false,
            routersPath + "/" + self.id(),
            AppJson.write(self))
        .start();
  }
}

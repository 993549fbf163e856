package io.bellhop.config.member;

import io.bellhop.config.connect.Ensemble;
import io.bellhop.config.json.AppJson;
import io.bellhop.model.RouterInfo;
import java.util.List;
import org.apache.zookeeper.AsyncCallback.StringCallback;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This router's own node: there while its session is, made anew in every new session. Thread safe;
 * nothing waits for ZooKeeper.
 *
 * <pre>
 *   connected ──▶ look ── ours ──▶ done, for the life of the session; written anew where the
 *                 ▲  │             router was described otherwise since
 *                 │  │ left by a session of ours that has not expired yet ──▶ remove ──▶ make
 *                 │  └ none ──▶ make ── made ──▶ done
 *                 └── exists by now ──┤ └ no parent ──▶ make the parents ──▶ look
 *                                     └ connection lost ──▶ the next connection begins anew
 * </pre>
 *
 * <p>Not Curator's recipe for such nodes: while ZooKeeper is away, closing its client can make that
 * retry within itself for ever. The node ends with the session, or with {@link #stop} and a
 * removal.
 */
public final class Announcement {
  private static final Logger LOG = LoggerFactory.getLogger(Announcement.class);
  private static final byte[] NOTHING = {};
  private static final int ANY_VERSION = -1;

  private record Node(String path, RouterInfo router) {}

  private final String routersPath;
  private final Runnable onAnnounced;
  private volatile @Nullable Node node;
  private volatile @Nullable RouterInfo written;
  private volatile @Nullable Ensemble ensemble;

  /**
   * Announces nobody yet, below the node of all routers.
   *
   * @param onAnnounced told in every session once the node is there, on a thread of the client's
   */
  public Announcement(String routersPath, Runnable onAnnounced) {
    this.onAnnounced = onAnnounced;
    this.routersPath = routersPath;
  }

  /** Announces a router, now if there is a session, and in every session to come. */
  public void start(Ensemble through, RouterInfo self) {
    ensemble = through;
    node = new Node(routersPath + "/" + self.id(), self);
    through.session().ifPresent(this::connected);
  }

  /** Says other things of the router that is announced, now and in every session to come. */
  public void describe(RouterInfo self) {
    Ensemble through = ensemble;
    if (node != null && through != null) {
      node = new Node(routersPath + "/" + self.id(), self);
      through.session().ifPresent(this::connected);
    }
  }

  /** Announces nobody any more; a node that is there stays until it is removed. */
  public void stop() {
    node = null;
  }

  /** There is a connection, over this session. */
  public void connected(ZooKeeper session) {
    Node own = node;
    if (own != null) {
      look(session, own);
    }
  }

  private void look(ZooKeeper session, Node own) {
    session.exists(own.path(), false, (rc, path, ctx, stat) -> found(session, own, rc, stat), null);
  }

  private void found(ZooKeeper session, Node own, int resultCode, @Nullable Stat stat) {
    Code code = Code.get(resultCode);
    if (code == Code.NONODE) {
      make(session, own);
    } else if (code == Code.OK && stat != null) {
      if (stat.getEphemeralOwner() != session.getSessionId()) {
        session.delete(own.path(), ANY_VERSION, (rc, p, ctx) -> removed(session, own, rc), null);
      } else {
        keepOurs(session, own);
      }
    } else {
      gaveUp(own, code);
    }
  }

  private void keepOurs(ZooKeeper session, Node own) {
    if (own.router().equals(written)) {
      onAnnounced.run();
      return;
    }
    session.setData(
        own.path(),
        AppJson.write(own.router()),
        ANY_VERSION,
        (rc, path, ctx, stat) -> there(own, rc),
        null);
  }

  private void there(Node own, int resultCode) {
    Code code = Code.get(resultCode);
    if (code == Code.OK) {
      written = own.router();
      onAnnounced.run();
    } else {
      gaveUp(own, code);
    }
  }

  private void removed(ZooKeeper session, Node own, int resultCode) {
    Code code = Code.get(resultCode);
    if (code == Code.OK || code == Code.NONODE) {
      make(session, own);
    } else {
      gaveUp(own, code);
    }
  }

  private void make(ZooKeeper session, Node own) {
    Ensemble through = ensemble;
    if (through == null) {
      return;
    }
    byte[] json = AppJson.write(own.router());
    session.multi(
        List.of(
            Op.create(own.path(), json, through.acl(), CreateMode.EPHEMERAL),
            // Moves its version, lest a rollout says something of all routers without this one.
            Op.setData(routersPath, NOTHING, ANY_VERSION)),
        (rc, path, ctx, results) -> {
          Code code = Code.get(rc);
          if (code == Code.OK) {
            there(own, rc);
          } else if (code == Code.NODEEXISTS) {
            look(session, own);
          } else if (code == Code.NONODE) {
            makeParents(session, own, own.path().indexOf('/', 1));
          } else {
            gaveUp(own, code);
          }
        },
        null);
  }

  /** Makes what lies above the node, from the top; {@code end} ends the first path to be made. */
  private void makeParents(ZooKeeper session, Node own, int end) {
    if (end < 0) {
      look(session, own);
      return;
    }
    create(
        session,
        own.path().substring(0, end),
        (rc, path, ctx, name) -> {
          Code code = Code.get(rc);
          if (code == Code.OK || code == Code.NODEEXISTS) {
            makeParents(session, own, own.path().indexOf('/', end + 1));
          } else {
            gaveUp(own, code);
          }
        });
  }

  private void create(ZooKeeper session, String path, StringCallback done) {
    Ensemble through = ensemble;
    if (through != null) {
      session.create(path, NOTHING, through.acl(), CreateMode.PERSISTENT, done, null);
    }
  }

  private void gaveUp(Node own, Code code) {
    if (code == Code.CONNECTIONLOSS || code == Code.SESSIONEXPIRED) {
      LOG.debug("{} is announced with the next connection ({})", own.path(), code);
    } else {
      LOG.warn("{} cannot be announced ({}): its peers do not see this router", own.path(), code);
    }
  }
}

package io.bellhop.config.connect;

import io.bellhop.config.ZooKeeperSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.api.ACLProvider;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryForever;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection to ZooKeeper, kept up by Curator: new sessions are made by themselves. */
public final class Ensemble implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ensemble.class);
  private static final int RETRY_MILLIS = 250;
  private static final int CLOSE_WAIT_MILLIS = 2_000;

  /** Told of the connection, on a thread of Curator's; must not block. */
  public interface Listener {
    /** There is a connection, over this session; whatever was watched before may be stale. */
    void connected(ZooKeeper session);

    /** The connection is lost; the session may live on. */
    void disconnected();
  }

  private final ZooKeeperSettings settings;
  private final CuratorFramework curator;
  private final List<ACL> acl;

  private Ensemble(ZooKeeperSettings settings) {
    this.settings = settings;
    // Whoever knows the digest owns what is made with it; without one, the ensemble is trusted.
    this.acl =
        settings.digest().isEmpty() ? ZooDefs.Ids.OPEN_ACL_UNSAFE : ZooDefs.Ids.CREATOR_ALL_ACL;
    this.curator = build(settings, acl);
  }

  /** Begins to connect, in the background. */
  public static Ensemble connect(ZooKeeperSettings settings, Listener listener) {
    Ensemble ensemble = new Ensemble(settings);
    ensemble
        .curator
        .getConnectionStateListenable()
        .addListener((client, state) -> ensemble.changed(state, listener));
    ensemble.curator.start();
    return ensemble;
  }

  private static CuratorFramework build(ZooKeeperSettings settings, List<ACL> acl) {
    CuratorFrameworkFactory.Builder builder =
        CuratorFrameworkFactory.builder()
            .connectString(settings.connect())
            .sessionTimeoutMs(millis(settings.sessionTimeout()))
            .connectionTimeoutMs(millis(settings.connectTimeout()))
            .retryPolicy(new RetryForever(RETRY_MILLIS))
            // What the ensemble calls its members may not be reachable from here.
            .ensembleTracker(false)
            .dontUseContainerParents()
            .maxCloseWaitMs(CLOSE_WAIT_MILLIS)
            .aclProvider(aclProvider(acl))
            .zkClientConfig(ClientConfigs.of(settings.tls()));
    if (!settings.digest().isEmpty()) {
      builder.authorization("digest", settings.digest().getBytes(StandardCharsets.UTF_8));
    }
    return builder.build();
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }

  private static ACLProvider aclProvider(List<ACL> acl) {
    return new ACLProvider() {
      @Override
      public List<ACL> getDefaultAcl() {
        return acl;
      }

      @Override
      public List<ACL> getAclForPath(String path) {
        return acl;
      }
    };
  }

  private void changed(ConnectionState state, Listener listener) {
    LOG.info("ZooKeeper at {}: {}", settings.connect(), state);
    if (state.isConnected()) {
      session().ifPresent(listener::connected);
    } else {
      listener.disconnected();
    }
  }

  /** The session in use; empty where there is none to be had. */
  public Optional<ZooKeeper> session() {
    try {
      return Optional.of(curator.getZookeeperClient().getZooKeeper());
    } catch (Exception e) {
      LOG.warn("No session with ZooKeeper at {}", settings.connect(), e);
      return Optional.empty();
    }
  }

  /** Waits for a connection; answers whether there is one. */
  public boolean awaitConnected(Duration atMost) throws InterruptedException {
    return curator.blockUntilConnected(millis(atMost), TimeUnit.MILLISECONDS);
  }

  /** How the ensemble is reached. */
  public ZooKeeperSettings settings() {
    return settings;
  }

  /** Who may do what with the nodes that are made here. */
  public List<ACL> acl() {
    return acl;
  }

  @Override
  public void close() {
    curator.close();
  }
}

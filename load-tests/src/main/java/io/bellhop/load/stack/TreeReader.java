package io.bellhop.load.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;

/** Reads Bellhop's tree straight from ZooKeeper. Thread safe. */
public final class TreeReader implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROOT = "/bellhop";
  private static final byte[] NOTHING = {};
  private static final int ATTEMPTS = 30;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final ZooKeeper client;

  /** Reads with a client of its own. */
  public TreeReader(ZooKeeperEnsemble ensemble) {
    this.client = ensemble.client();
  }

  /** What a node holds; missing where there is no such node, or it is empty. */
  public JsonNode json(String path) {
    byte[] content = read(path, () -> client.getData(ROOT + path, false, null), NOTHING);
    try {
      return content.length == 0 ? MissingNode.getInstance() : JSON.readTree(content);
    } catch (IOException e) {
      throw new LoadTestException("no JSON in " + path, e);
    }
  }

  /** The names of a node's children; none where there is no such node. */
  public List<String> children(String path) {
    return read(path, () -> client.getChildren(ROOT + path, false), List.of());
  }

  private interface Call<T> {
    T get() throws KeeperException, InterruptedException;
  }

  /** Again where the connection was lost, which tells nothing of what runs. */
  private static <T> T read(String path, Call<T> call, T none) {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (KeeperException.NoNodeException e) {
        return none;
      } catch (KeeperException e) {
        if (attempt == ATTEMPTS || !(e instanceof KeeperException.ConnectionLossException)) {
          throw new LoadTestException("cannot read " + path + " in ZooKeeper", e);
        }
        Waiting.pause(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LoadTestException("interrupted", e);
      }
    }
  }

  @Override
  public void close() {
    ZooKeeperEnsemble.close(client);
  }
}

package io.bellhop.load.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.List;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;

/** Reads Bellhop's tree straight from ZooKeeper. Thread safe. */
public final class TreeReader implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROOT = "/bellhop";

  private final ZooKeeper client;

  /** Reads with a client of its own. */
  public TreeReader(ZooKeeperEnsemble ensemble) {
    this.client = ensemble.client();
  }

  /** What a node holds; missing where there is no such node, or it is empty. */
  public JsonNode json(String path) {
    try {
      byte[] content = client.getData(ROOT + path, false, null);
      return content.length == 0 ? MissingNode.getInstance() : JSON.readTree(content);
    } catch (KeeperException.NoNodeException e) {
      return MissingNode.getInstance();
    } catch (KeeperException | IOException e) {
      throw new LoadTestException("cannot read " + path + " in ZooKeeper", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadTestException("interrupted", e);
    }
  }

  /** The names of a node's children; none where there is no such node. */
  public List<String> children(String path) {
    try {
      return client.getChildren(ROOT + path, false);
    } catch (KeeperException.NoNodeException e) {
      return List.of();
    } catch (KeeperException e) {
      throw new LoadTestException("cannot read " + path + " in ZooKeeper", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadTestException("interrupted", e);
    }
  }

  @Override
  public void close() {
    ZooKeeperEnsemble.close(client);
  }
}

package io.bellhop.config;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryForever;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.data.Stat;

/** Writes nodes by hand, as operators, agents and other software do. */
final class Tree implements AutoCloseable {
  private final CuratorFramework client;

  Tree(String connect) {
    client =
        CuratorFrameworkFactory.builder()
            .connectString(connect)
            .sessionTimeoutMs(Math.toIntExact(Duration.ofSeconds(30).toMillis()))
            .ensembleTracker(false)
            .retryPolicy(new RetryForever(100))
            .build();
    client.start();
  }

  /** Makes or replaces a node; {@code '} stands for {@code "}. */
  void put(String path, String json) throws Exception {
    client.create().orSetData().creatingParentsIfNeeded().forPath(path, bytes(json));
  }

  /** Makes a node that lives as long as this client. */
  void putEphemeral(String path, String json) throws Exception {
    client
        .create()
        .creatingParentsIfNeeded()
        .withMode(CreateMode.EPHEMERAL)
        .forPath(path, bytes(json));
  }

  void delete(String path) throws Exception {
    client.delete().deletingChildrenIfNeeded().forPath(path);
  }

  boolean exists(String path) throws Exception {
    return client.checkExists().forPath(path) != null;
  }

  String read(String path) throws Exception {
    return new String(client.getData().forPath(path), StandardCharsets.UTF_8);
  }

  List<String> children(String path) throws Exception {
    return client.getChildren().forPath(path);
  }

  /** The number of a transaction made now; differences count those between, and one of them. */
  long transaction() throws Exception {
    String path = client.create().withMode(CreateMode.EPHEMERAL_SEQUENTIAL).forPath("/counted-");
    Stat stat = client.checkExists().forPath(path);
    return stat.getCzxid();
  }

  /** Makes an app with one deployment of one static address that takes all traffic. */
  void app(String name, String host, String address) throws Exception {
    String app = "/bellhop/apps/" + name;
    put(app + "/deployments/v1", "{'source':'static','addresses':['%s']}".formatted(address));
    put(app + "/traffic", "{'epoch':1,'weights':{'v1':100}}");
    put(app, "{'hosts':['%s']}".formatted(host));
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    client.close();
  }
}

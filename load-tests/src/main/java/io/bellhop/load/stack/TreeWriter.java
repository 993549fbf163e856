package io.bellhop.load.stack;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;

/** Writes Bellhop's tree straight into ZooKeeper, many nodes at a time. For one thread. */
public final class TreeWriter implements AutoCloseable {
  /** The deployment of an app that has one. */
  public static final String ONLY = "only";

  private static final int OUTSTANDING = 2_000;
  private static final String ROOT = "/bellhop";

  private final ZooKeeper client;
  private final Semaphore slots = new Semaphore(OUTSTANDING);
  private final AtomicReference<Code> refused = new AtomicReference<>(Code.OK);

  /** Writes with a client of its own. */
  public TreeWriter(ZooKeeperEnsemble ensemble) {
    this.client = ensemble.client();
    node("");
    node("/apps");
  }

  /** Adds an app and all its traffic to one deployment, without waiting for ZooKeeper. */
  public void app(String app, String hostsJson, String serving) {
    app(app, hostsJson, serving, "");
  }

  /** Adds an app whose backends must begin to answer in time; its deployment is {@link #ONLY}. */
  public void appWithTimeout(String app, String hostsJson, int seconds) {
    app(app, hostsJson, ONLY, ",\"timeouts\":{\"firstByteMillis\":%d}".formatted(seconds * 1_000));
  }

  /**
   * Adds an app and all its traffic to one deployment.
   *
   * @param moreJson further fields of its spec, from a comma on; may be empty
   */
  public void app(String app, String hostsJson, String serving, String moreJson) {
    create("/apps/" + app, spec(hostsJson, moreJson));
    create("/apps/" + app + "/traffic", traffic(1, serving));
    create("/apps/" + app + "/deployments", "");
  }

  /**
   * Adds an app that sleeps, with one deployment that agents launch, without waiting for ZooKeeper.
   *
   * @param moreJson further fields of its spec, from a comma on; may be empty
   * @param launchJson what is launched
   */
  public void sleepingApp(
      String app, String hostsJson, String moreJson, int instances, String launchJson) {
    create("/apps/" + app, spec(hostsJson, moreJson));
    create("/apps/" + app + "/traffic", traffic(1, "asleep", ONLY));
    create("/apps/" + app + "/deployments", "");
    create(
        "/apps/%s/deployments/%s".formatted(app, ONLY),
        "{\"source\":\"launched\",\"instances\":%d,\"launch\":%s}"
            .formatted(instances, launchJson));
    create("/apps/%s/deployments/%s/instances".formatted(app, ONLY), "");
  }

  /** Adds a deployment of one instance, without waiting for ZooKeeper. */
  public void deployment(String app, String deployment, String address) {
    deployment(app, deployment, List.of(address));
  }

  /** Adds a deployment with an instance at each address, without waiting for ZooKeeper. */
  public void deployment(String app, String deployment, List<String> addresses) {
    create(
        "/apps/%s/deployments/%s".formatted(app, deployment),
        addresses.stream()
            .collect(
                Collectors.joining("\",\"", "{\"source\":\"static\",\"addresses\":[\"", "\"]}")));
  }

  /** Adds a deployment whose instances register themselves, without waiting for ZooKeeper. */
  public void registeredDeployment(String app, String deployment) {
    create("/apps/%s/deployments/%s".formatted(app, deployment), "{\"source\":\"registered\"}");
    create("/apps/%s/deployments/%s/instances".formatted(app, deployment), "");
  }

  /** Registers an instance for each address, as an agent would; returns when that is written. */
  public void register(String app, String deployment, List<String> addresses) {
    for (int slot = 0; slot < addresses.size(); slot++) {
      create(
          instance(app, deployment, slot),
          "{\"state\":\"ready\",\"address\":\"%s\"}".formatted(addresses.get(slot)));
    }
    flush();
  }

  /** Takes the registrations of so many instances back. */
  public void unregister(String app, String deployment, int instances) {
    try {
      for (int slot = 0; slot < instances; slot++) {
        client.delete(ROOT + instance(app, deployment, slot), -1);
      }
    } catch (KeeperException e) {
      throw new LoadTestException("cannot unregister instances of " + deployment, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadTestException("interrupted", e);
    }
  }

  private static String instance(String app, String deployment, int slot) {
    return "/apps/%s/deployments/%s/instances/%d".formatted(app, deployment, slot);
  }

  /** Writes an app's spec anew, without waiting for ZooKeeper. */
  public void respec(String app, String hostsJson, String moreJson) {
    slots.acquireUninterruptibly();
    client.setData(
        ROOT + "/apps/" + app,
        spec(hostsJson, moreJson).getBytes(StandardCharsets.UTF_8),
        -1,
        (code, node, context, stat) -> written(code),
        "");
  }

  private static String spec(String hostsJson, String moreJson) {
    return "{\"hosts\":%s%s}".formatted(hostsJson, moreJson);
  }

  private void written(int code) {
    if (code != Code.OK.intValue() && code != Code.NODEEXISTS.intValue()) {
      refused.set(Code.get(code));
    }
    slots.release();
  }

  /**
   * Writes an app's switch; returns when ZooKeeper has it.
   *
   * @param epoch one more than the switch before had
   */
  public void switchTo(String app, String deployment, long epoch) {
    writeTraffic(app, traffic(epoch, deployment));
  }

  /** Puts an app of one deployment, {@link #ONLY}, to sleep; otherwise as a switch. */
  public void putToSleep(String app, long epoch) {
    writeTraffic(app, traffic(epoch, "asleep", ONLY));
  }

  private void writeTraffic(String app, String json) {
    try {
      client.setData(ROOT + "/apps/" + app + "/traffic", json.getBytes(StandardCharsets.UTF_8), -1);
    } catch (KeeperException e) {
      throw new LoadTestException("cannot switch " + app, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadTestException("interrupted", e);
    }
  }

  private static String traffic(long epoch, String deployment) {
    return traffic(epoch, "serving", deployment);
  }

  private static String traffic(long epoch, String mode, String deployment) {
    return "{\"epoch\":%d,\"mode\":\"%s\",\"weights\":{\"%s\":1},\"previous\":{}}"
        .formatted(epoch, mode, deployment);
  }

  private void node(String path) {
    create(path, "");
    flush();
  }

  private void create(String path, String content) {
    slots.acquireUninterruptibly();
    client.create(
        ROOT + path,
        content.getBytes(StandardCharsets.UTF_8),
        Ids.OPEN_ACL_UNSAFE,
        CreateMode.PERSISTENT,
        (code, node, context, name) -> written(code),
        "");
  }

  /** Waits until everything is written; throws where something was refused. */
  public void flush() {
    slots.acquireUninterruptibly(OUTSTANDING);
    slots.release(OUTSTANDING);
    if (refused.get() != Code.OK) {
      throw new LoadTestException("ZooKeeper refused a node: " + refused.get());
    }
  }

  @Override
  public void close() {
    ZooKeeperEnsemble.close(client);
  }
}

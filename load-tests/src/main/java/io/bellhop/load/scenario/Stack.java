package io.bellhop.load.scenario;

import io.bellhop.load.stack.AdminApi;
import io.bellhop.load.stack.Http;
import io.bellhop.load.stack.LoadTestException;
import io.bellhop.load.stack.NamedBackend;
import io.bellhop.load.stack.RouterProcess;
import io.bellhop.load.stack.Waiting;
import io.bellhop.load.stack.Workspace;
import io.bellhop.load.stack.ZooKeeperEnsemble;
import java.time.Duration;
import java.util.List;

/** What most scenarios begin with: ZooKeeper, a router, and an app with two deployments. */
record Stack(ZooKeeperEnsemble zookeeper, RouterProcess router) {
  static final String APP = "load";
  static final String HOST = "load.test";
  static final String BLUE = "blue";
  static final String GREEN = "green";

  private static final Duration CHANGE_LIMIT = Duration.ofSeconds(60);

  static Stack start(Workspace workspace, int zookeeperNodes) {
    ZooKeeperEnsemble zookeeper = ZooKeeperEnsemble.start(workspace, zookeeperNodes);
    RouterProcess router =
        RouterProcess.start(workspace, RouterProcess.Options.of("router", zookeeper.connect()));
    String blue = workspace.keep(NamedBackend.start(BLUE)).address();
    String green = workspace.keep(NamedBackend.start(GREEN)).address();
    router
        .admin()
        .createApp(
            APP,
            HOST,
            List.of(new AdminApi.Deployment(BLUE, blue), new AdminApi.Deployment(GREEN, green)));
    Stack stack = new Stack(zookeeper, router);
    stack.awaitAnswerFrom(BLUE);
    return stack;
  }

  /** Switches, and returns the time until the router serves by it. */
  Duration switchTo(String deployment) {
    long start = System.nanoTime();
    router.admin().switchTo(APP, deployment);
    awaitAnswerFrom(deployment);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /**
   * Asks again for a switch that is refused for want of a quorum, as happens while a leader is
   * elected.
   *
   * @return the time until the router serves by it
   */
  Duration switchOnceThereIsAQuorum(String deployment) {
    return Waiting.until(
        "ZooKeeper takes a switch", CHANGE_LIMIT, () -> triedToSwitchTo(deployment));
  }

  private boolean triedToSwitchTo(String deployment) {
    try {
      switchTo(deployment);
      return true;
    } catch (LoadTestException e) {
      return false;
    }
  }

  void awaitAnswerFrom(String deployment) {
    Waiting.until(
        "requests reach " + deployment, CHANGE_LIMIT, () -> answer(router).equals(deployment));
  }

  /** What a request to the app is answered; the name of the deployment, or an error. */
  static String answer(RouterProcess router) {
    try {
      return Http.get(router.url("/"), HOST).body();
    } catch (LoadTestException e) {
      return "no answer";
    }
  }
}

package io.bellhop.app.cli;

import io.bellhop.app.run.RunningRouter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands against a real router on a real ZooKeeper. */
class CommandsTest {
  private static final String TOKEN = "a token for tests";
  @TempDir private static Path data;
  private static TestingServer zooKeeper;
  private static RunningRouter router;
  private static CommandRunner bellhop = new CommandRunner(Map.of());

  @BeforeAll
  static void start() throws Exception {
    zooKeeper = new TestingServer();
    router = RunningRouter.start(zooKeeper.getConnectString(), data, TOKEN).serve();
    bellhop = new CommandRunner(Map.of("BELLHOP_URL", router.adminUrl(), "BELLHOP_TOKEN", TOKEN));
  }

  @AfterAll
  static void stop() throws IOException {
    router.close();
    zooKeeper.close();
  }

  @AfterEach
  void removeApps() {
    router
        .process()
        .table()
        .apps()
        .forEach(app -> bellhop.run("app", "rm", app.name().value()).succeeds());
  }

  @Test
  void anAppIsCreatedDeployedSwitchedShownAndRemoved() {
    bellhop.run("app", "create", "shop", "--host", "shop.localhost", "www.localhost").succeeds();
    bellhop
        .run("deployment", "add", "shop", "v1", "--address", "127.0.0.1:3000", "127.0.0.1:3001")
        .prints("bellhop switch shop v1=100");
    bellhop.run("switch", "shop", "v1=100").prints("switched shop to v1=100 (epoch 1); before: -");
    bellhop
        .run("apps")
        .prints("shop  shop.localhost www.localhost  serving  v1=100   1            2");
    bellhop.run("app", "show", "shop").prints("127.0.0.1:3001  ready");
    bellhop.run("app", "rm", "shop").prints("removed shop");
    bellhop.run("apps").prints("No apps yet");
  }

  @Test
  void schedulesAreListedWithWhenTheyAreDueNext() {
    bellhop.run("app", "create", "shop", "--host", "shop.localhost").succeeds();
    bellhop.run("schedules", "shop").prints("No schedules");
    bellhop
        .run(
            "app",
            "set",
            "shop",
            "schedules.nightly.cron=0 3 * * *",
            "schedules.nightly.zone=Europe/Vienna",
            "schedules.nightly.command=[\"rake\",\"tidy\"]")
        .succeeds();
    bellhop
        .run("schedules", "shop")
        .prints("SCHEDULE  CRON")
        .prints("nightly   0 3 * * *  Europe/Vienna  20")
        .prints("-     -        rake tidy");
    bellhop
        .run("schedules", "shop", "--json")
        .prints("\"schedule\" : \"nightly\"")
        .prints("\"nextMillis\"");
    bellhop.run("schedules", "shpo").failsWith(1, "did you mean 'shop'?");
    bellhop
        .run("app", "set", "shop", "schedules.nightly.cron=0 25 * * *")
        .failsWith(1, "cron '0 25 * * *' is not valid");
  }

  @Test
  void whatWasWrittenIsSeenByTheNextCommand() {
    for (int i = 0; i < 10; i++) {
      String name = "app-" + i;
      bellhop.run("app", "create", name, "--host", name + ".localhost").succeeds();
      bellhop.run("app", "show", name).succeeds();
    }
  }

  @Test
  void aNameThatIsNotThereIsAnsweredWithTheNearestByEveryCommand() {
    bellhop.run("app", "create", "shop", "--host", "shop.localhost").succeeds();
    bellhop.run("deployment", "add", "shop", "blue", "--address", "127.0.0.1:3000").succeeds();
    for (String command : new String[] {"pause", "resume", "stop", "rollouts", "events", "abort"}) {
      bellhop.run(command, "shpo").failsWith(1, "did you mean 'shop'?");
    }
    bellhop.run("switch", "shpo", "blue=1").failsWith(1, "did you mean 'shop'?");
    bellhop.run("switch", "shop", "blu=1").failsWith(1, "did you mean 'blue'?");
  }

  @Test
  void weightsThatAreNoPercentAreToldAsShares() {
    bellhop.run("app", "create", "shop", "--host", "shop.localhost").succeeds();
    for (String name : new String[] {"v1", "v2"}) {
      bellhop.run("deployment", "add", "shop", name, "--address", "127.0.0.1:3000").succeeds();
    }
    bellhop.run("split", "shop", "v1=95", "v2=5").doesNotPrint("shares");
    bellhop.run("split", "shop", "v1=3", "v2=1").prints("shares: v1 75 %, v2 25 %");
    bellhop.run("split", "shop", "v1=0", "v2=0").failsWith(1, "give at least one deployment more");
  }

  @Test
  void partsOfASpecAreSetAndSetBack() {
    bellhop.run("app", "create", "shop", "--host", "shop.localhost").succeeds();
    bellhop
        .run("app", "set", "shop", "--path", "/a", "timeouts.firstByteMillis=5000")
        .prints("\"firstByteMillis\" : 5000");
    bellhop.run("app", "set", "shop", "timeouts.firstByteMillis=").doesNotPrint("firstByteMillis");
    bellhop.run("app", "show", "shop", "--json").prints("\"/a\"");
  }

  @Test
  void healthChecksRetriesAndBalanceAreSetByTheirKeys() {
    bellhop.run("app", "create", "shop", "--host", "shop.localhost", "health.path=/up").succeeds();
    bellhop
        .run(
            "app",
            "set",
            "shop",
            "retries.attempts=2",
            "retries.idempotencyKey=true",
            "health.panic.mode=closed",
            "balance.strategy=consistent-hash",
            "balance.hashCookie=sid",
            "ejection.maxEjectedPercent=10")
        .prints("\"path\" : \"/up\"")
        .prints("\"mode\" : \"closed\"")
        .prints("\"attempts\" : 2")
        .prints("\"hashCookie\" : \"sid\"");
    bellhop.run("app", "set", "shop", "health=").doesNotPrint("\"path\" : \"/up\"");
  }

  @Test
  void aKeyThatIsNotKnownIsAnsweredWithTheNearest() {
    bellhop.run("app", "create", "shop", "--host", "shop.localhost").succeeds();
    bellhop
        .run("app", "set", "shop", "health.pth=/up")
        .failsWith(1, "did you mean 'health.path'?")
        .failsWith(1, "remedy: ");
    bellhop.run("app", "set", "shop", "health.rise=0").failsWith(1, "health rise of 0");
  }

  @Test
  void instancesAreListedAndExplained() {
    bellhop.run("app", "create", "shop", "--host", "shop.localhost").succeeds();
    bellhop.run("ps", "shop").prints("No instances: see bellhop explain shop");
    bellhop
        .run("explain", "shop")
        .prints("A request would be answered 503 (no_deployment)")
        .prints("bellhop deployment add shop");
    bellhop.run("deployment", "add", "shop", "v1", "--address", "127.0.0.1:1").succeeds();
    bellhop.run("switch", "shop", "v1=100").succeeds();
    bellhop
        .run("ps", "shop")
        .prints("shop, as router ")
        .prints("INSTANCE     DEPLOYMENT  WEIGHT  ADDRESS      STATE")
        .prints("127.0.0.1:1  v1          100     127.0.0.1:1");
    bellhop.run("ps", "shop", "--json").prints("\"deployment\" : \"v1\"");
    bellhop.run("explain", "shop").prints("Requests go to v1 (100 %).");
    bellhop.run("explain", "shop", "--json").prints("\"verdict\"");
    bellhop.run("ps", "shpo").failsWith(1, "did you mean 'shop'?");
  }

  @Test
  void everySourceOfInstancesCanBeNamed() {
    bellhop.run("app", "create", "shop", "--host", "shop.localhost").succeeds();
    BiConsumer<String, String[]> add =
        (name, source) -> {
          String[] arguments = new String[4 + source.length];
          System.arraycopy(new String[] {"deployment", "add", "shop", name}, 0, arguments, 0, 4);
          System.arraycopy(source, 0, arguments, 4, source.length);
          bellhop.run(arguments).succeeds();
        };
    add.accept("a", new String[] {"--curator-path", "/services/shop"});
    add.accept("b", new String[] {"--serverset-path", "/sets/shop"});
    add.accept("c", new String[] {"--registered"});
    bellhop
        .run("app", "show", "shop")
        .prints("a           curator")
        .prints("b           serverset")
        .prints("c           registered");
  }

  @Test
  void aSwitchToWhatIsNotThereIsRefused() {
    bellhop.run("app", "create", "shop", "--host", "shop.localhost").succeeds();
    bellhop.run("switch", "shop", "v9=100").failsWith(1, "'v9'").failsWith(1, "remedy: ");
  }

  @Test
  void aSwitchAfterAnotherIsRefusedByItsEpoch() {
    bellhop.run("app", "create", "shop", "--host", "shop.localhost").succeeds();
    bellhop.run("deployment", "add", "shop", "v1", "--registered").succeeds();
    bellhop.run("switch", "shop", "v1=1", "--epoch", "0").succeeds();
    bellhop.run("switch", "shop", "v1=2", "--epoch", "0").failsWith(1, "(conflict)");
  }

  @Test
  void aHostThatAnotherAppHasIsRefusedWithBothNames() {
    bellhop.run("app", "create", "first", "--host", "shop.localhost").succeeds();
    bellhop
        .run("app", "create", "second", "--host", "shop.localhost")
        .failsWith(1, "'second'")
        .failsWith(1, "'first'");
  }

  @Test
  void aDeploymentIsRemovedUnlessItTakesTraffic() {
    bellhop.run("app", "create", "shop", "--host", "shop.localhost").succeeds();
    bellhop.run("deployment", "add", "shop", "v1", "--registered").succeeds();
    bellhop.run("deployment", "add", "shop", "v2", "--registered").succeeds();
    bellhop.run("switch", "shop", "v1=1").succeeds();
    bellhop.run("deployment", "rm", "shop", "v1").failsWith(1, "takes traffic");
    bellhop.run("deployment", "rm", "shop", "v2").prints("removed v2 from shop");
  }

  @Test
  void theRouterAndItsPeersAreShown() {
    bellhop.run("status").prints("ready        yes").prints("table from   zookeeper");
    bellhop.run("routers").prints(router.process().addresses().get(0).getPort() + "");
    bellhop.run("rejected").prints("None");
    bellhop.run("status", "--json").prints("\"origin\" : \"zookeeper\"");
  }

  @Test
  void withoutTheTokenChangesAreRefusedWithTheRemedy() {
    CommandRunner stranger = new CommandRunner(Map.of("BELLHOP_URL", router.adminUrl()));
    stranger
        .run("app", "create", "shop", "--host", "shop.localhost")
        .failsWith(1, "(unauthorized)")
        .failsWith(1, "BELLHOP_TOKEN");
    stranger.run("apps").succeeds();
  }
}

package io.bellhop.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.AppStore;
import io.bellhop.model.HostPattern;
import io.bellhop.model.PathPrefix;
import io.bellhop.model.StoreException;
import io.bellhop.model.StoreException.Reason;
import io.bellhop.model.TableStatus.Origin;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditTest {
  private static final AppName SHOP = new AppName("shop");
  private static final String NODE = "/bellhop/apps/shop";
  private static final PathPrefix CART = new PathPrefix("/cart");

  @TempDir Path directory;
  private TestingServer server;
  private Tree tree;
  private ConfigSync sync;
  private AppStore store;

  @BeforeEach
  void start() throws Exception {
    server = new TestingServer();
    tree = new Tree(server.getConnectString());
    sync = join("one");
    store = sync.store();
  }

  @AfterEach
  void stop() throws Exception {
    sync.close();
    tree.close();
    server.close();
  }

  private ConfigSync join(String copy) {
    ConfigSync joined =
        ConfigSync.start(
            ZooKeeperSettings.DEFAULT.withConnect(server.getConnectString()),
            directory.resolve(copy),
            new RecordingListener());
    await().until(() -> joined.table().status().origin() == Origin.ZOOKEEPER);
    return joined;
  }

  @Test
  void ofTwoEditsAtOnceBothSurvive() throws Exception {
    store.createApp(spec("shop"));
    CyclicBarrier bothHaveRead = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (ConfigSync other = join("two")) {
      Future<AppSpec> paths = threads.submit(() -> edit(store, EditTest::toCart, bothHaveRead));
      Future<AppSpec> limits =
          threads.submit(() -> edit(other.store(), EditTest::toSeven, bothHaveRead));
      paths.get(60, TimeUnit.SECONDS);
      limits.get(60, TimeUnit.SECONDS);

      AppSpec both = toSeven(toCart(spec("shop")));
      await().untilAsserted(() -> assertThat(inUse()).isEqualTo(both));
    } finally {
      threads.shutdownNow();
    }
  }

  private static AppSpec edit(AppStore store, UnaryOperator<AppSpec> edit, CyclicBarrier bothRead)
      throws StoreException {
    AtomicBoolean again = new AtomicBoolean();
    return store.editApp(
        SHOP,
        now -> {
          if (!again.getAndSet(true)) {
            meet(bothRead);
          }
          return edit.apply(now);
        });
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("the other edit did not begin", e);
    }
  }

  @Test
  void anEditReturnsWhatIsWrittenAndTheTableHasIt() throws Exception {
    store.createApp(spec("shop"));

    AppSpec written = store.editApp(SHOP, EditTest::toCart);

    assertThat(written).isEqualTo(toCart(spec("shop")));
    assertThat(inUse()).isEqualTo(written);
  }

  @Test
  void anEditThatOthersAlwaysOutpaceIsRefused() throws Exception {
    store.createApp(spec("shop"));

    refused(
        Reason.CONFLICT,
        now -> {
          overwrite("{'hosts':['other.example.com']}");
          return toCart(now);
        },
        "others keep changing app 'shop': nothing was changed; try again");
    await().untilAsserted(() -> assertThat(inUse().hosts()).hasToString("[other.example.com]"));
    assertThat(inUse().paths()).doesNotContain(CART);
  }

  @Test
  void anEditOfASpecThatIsNotValidBeginsWithTheOneInUse() throws Exception {
    store.createApp(spec("shop"));
    overwrite("{'hosts':");

    assertThat(store.editApp(SHOP, EditTest::toCart)).isEqualTo(toCart(spec("shop")));
    assertThat(sync.table().rejectedNodes()).isEmpty();
  }

  @Test
  void aSpecThatNeverWasValidCannotBeEdited() {
    overwrite("{'hosts':[]}");

    refused(Reason.CONFLICT, EditTest::toCart, "app 'shop' has no spec to edit, since its node");
  }

  @Test
  void anAppThatDoesNotExistCannotBeEdited() {
    refused(Reason.NOT_FOUND, EditTest::toCart, "app 'shop' does not exist");
  }

  @Test
  void anEditCannotTakeTheRouteOfAnother() throws Exception {
    store.createApp(spec("shop"));
    store.createApp(spec("blog"));

    refused(
        Reason.CONFLICT,
        now -> AppSpec.of(SHOP, new HostPattern("blog.example.com")),
        "app 'shop' cannot have blog.example.com: app 'blog' has it");
  }

  @Test
  void anEditCannotRename() throws Exception {
    store.createApp(spec("shop"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.editApp(SHOP, now -> spec("blog")))
        .withMessageContaining("app 'shop' cannot rename it to 'blog'");
  }

  private AppSpec inUse() {
    return sync.table().app(SHOP).map(App::spec).orElseThrow();
  }

  private void overwrite(String json) {
    try {
      tree.put(NODE, json);
    } catch (Exception e) {
      throw new AssertionError("the test cannot write " + NODE, e);
    }
  }

  private static AppSpec spec(String name) {
    return AppSpec.of(new AppName(name), new HostPattern(name + ".example.com"));
  }

  private static AppSpec toCart(AppSpec now) {
    return now.withPaths(List.of(CART));
  }

  private static AppSpec toSeven(AppSpec now) {
    return now.withLimits(now.limits().withMaxInFlight(7));
  }

  private void refused(Reason reason, UnaryOperator<AppSpec> edit, String message) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.editApp(SHOP, edit))
        .withMessageContaining(message)
        .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }
}

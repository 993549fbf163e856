package io.bellhop.router.pick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellhop.model.AppLimits;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.HashKey;
import io.bellhop.model.Instance;
import io.bellhop.model.SplitSpec;
import io.bellhop.model.health.CheckedApp;
import io.bellhop.router.control.AppView;
import io.bellhop.router.control.Backend;
import io.bellhop.router.control.Control;
import io.bellhop.router.testing.Controls;
import io.bellhop.router.testing.TestApp;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is given to which deployment, where several take traffic. */
class SplitTest {
  private static final HashKey COOKIE = new HashKey.Cookie("sid");
  private static final HashKey.Header NAMED = new HashKey.Header("X-Deployment");
  private static final HashKey.Cookie NAMING_COOKIE = new HashKey.Cookie("deployment");
  private static final SplitSpec BY_COOKIE =
      new SplitSpec(Optional.of(COOKIE), Optional.of(NAMED), Optional.of(NAMING_COOKIE));
  private static final int CLIENTS = 4_000;
  private final Picker picker = new Picker(new SplittableRandom(4));

  /** A request that carries these texts, and nothing else that could be gone by. */
  private record Carrying(Map<HashKey, String> texts) implements PickRequest {
    @Override
    public boolean avoids(Backend backend) {
      return false;
    }

    @Override
    public long startedNanos() {
      return 0;
    }

    @Override
    public @Nullable String hashText(HashKey key) {
      return texts.get(key);
    }
  }

  private static AppView view(int v1, int v2, int v3) {
    return view(app(v1, v2).instances("v3", v3, instance(3)));
  }

  private static TestApp app(int v1, int v2) {
    return TestApp.named("shop")
        .hosts("shop.test")
        .instances("v1", v1, instance(1))
        .instances("v2", v2, instance(2))
        .spec(spec -> spec.withSplit(BY_COOKIE));
  }

  private static AppView view(TestApp app) {
    Control control = Controls.plain();
    control.appChanged(CheckedApp.trusting(app.build()));
    return Objects.requireNonNull(control.table().find("shop.test", "/")).view();
  }

  private static List<Instance> instance(int port) {
    return List.of(Instance.ready(new BackendAddress("127.0.0.1", port)));
  }

  private static String deployment(AppView view, Picker picker, PickRequest request) {
    Pick.Lease lease = (Pick.Lease) picker.pick(view, request);
    lease.release();
    return lease.backend().deployment().value();
  }

  private static Function<Integer, String> router(AppView view, long seed) {
    Picker picker = new Picker(new SplittableRandom(seed));
    return client -> deployment(view, picker, new Carrying(Map.of(COOKIE, "client-" + client)));
  }

  private static Set<Integer> clientsOf(String deployment, AppView view) {
    Function<Integer, String> router = router(view, 1);
    return IntStream.range(0, CLIENTS)
        .boxed()
        .filter(client -> router.apply(client).equals(deployment))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyRouterGivesAClientToTheSameDeployment() {
    AppView view = view(60, 30, 10);
    Function<Integer, String> one = router(view, 1);
    Function<Integer, String> other = router(view, 2);
    for (int client = 0; client < CLIENTS; client++) {
      assertThat(one.apply(client)).isEqualTo(other.apply(client));
    }
  }

  @Test
  void eachDeploymentHasItsShareOfTheClients() {
    AppView view = view(60, 30, 10);
    assertThat(clientsOf("v1", view).size() / (double) CLIENTS).isCloseTo(0.6, within(0.03));
    assertThat(clientsOf("v2", view).size() / (double) CLIENTS).isCloseTo(0.3, within(0.03));
    assertThat(clientsOf("v3", view).size() / (double) CLIENTS).isCloseTo(0.1, within(0.03));
  }

  @Test
  void whoIsInACanaryStaysWhileItGrows() {
    Set<Integer> before = Set.of();
    for (int percent : new int[] {1, 5, 25, 50, 75, 99}) {
      Set<Integer> now = clientsOf("v2", view(100 - percent, percent, 0));
      assertThat(now).containsAll(before).hasSizeGreaterThan(before.size());
      before = now;
    }
  }

  @Test
  void clientsMoveOnlyToTheDeploymentThatGrows() {
    Set<Integer> first = clientsOf("v1", view(50, 10, 50));
    Set<Integer> third = clientsOf("v3", view(50, 10, 50));
    AppView grown = view(50, 40, 50);
    assertThat(first).containsAll(clientsOf("v1", grown));
    assertThat(third).containsAll(clientsOf("v3", grown));
  }

  @Test
  void whoHasNoCookieIsKnownByItsAddress() {
    AppView view = view(50, 50, 0);
    PickRequest request = new Carrying(Map.of(SplitSpec.BY_ADDRESS, "192.0.2.7"));
    Set<String> seen =
        IntStream.range(0, 100)
            .mapToObj(i -> deployment(view, picker, request))
            .collect(Collectors.toSet());
    assertThat(seen).hasSize(1);
  }

  @Test
  void aTesterHasTheDeploymentThatItNames() {
    AppView view = view(98, 1, 0);
    for (HashKey key : List.of(NAMED, NAMING_COOKIE)) {
      for (int client = 0; client < 50; client++) {
        PickRequest request = new Carrying(Map.of(COOKIE, "client-" + client, key, "v2"));
        assertThat(deployment(view, picker, request)).isEqualTo("v2");
      }
    }
  }

  @Test
  void aHeaderFieldWinsOverACookie() {
    PickRequest request = new Carrying(Map.of(NAMED, "v2", NAMING_COOKIE, "v1"));
    assertThat(deployment(view(50, 50, 0), picker, request)).isEqualTo("v2");
  }

  @Test
  void whatTakesNoTrafficCannotBeHadByName() {
    AppView view = view(60, 40, 0);
    for (String name : List.of("v3", "v9")) {
      assertThat(picker.pick(view, new Carrying(Map.of(NAMED, name))))
          .isInstanceOf(Pick.UnknownDeployment.class);
    }
  }

  @Test
  void noOtherAnswersForTheOneThatIsNamed() {
    AppView view = view(app(60, 40).instances("v2", 40, List.of()));
    assertThat(picker.pick(view, new Carrying(Map.of(NAMED, "v2"))))
        .isInstanceOf(Pick.DeploymentUnavailable.class);
    assertThat(picker.pick(view, new Carrying(Map.of()))).isInstanceOf(Pick.Lease.class);
  }

  @Test
  void whoNamesAFullDeploymentWaitsOnlyWhereThatKeepsNobodyElse() {
    AppLimits one = AppLimits.DEFAULT.withBackendBounds(1, 1, 10);
    PickRequest naming = new Carrying(Map.of(NAMED, "v1"));
    AppView alone = view(app(1, 0).limits(one));
    assertThat(picker.pick(alone, naming)).isInstanceOf(Pick.Lease.class);
    assertThat(picker.pick(alone, naming)).isInstanceOf(Pick.Saturated.class);
    AppView both = view(app(1, 1).limits(one));
    assertThat(picker.pick(both, naming)).isInstanceOf(Pick.Lease.class);
    assertThat(picker.pick(both, naming)).isInstanceOf(Pick.DeploymentUnavailable.class);
  }
}

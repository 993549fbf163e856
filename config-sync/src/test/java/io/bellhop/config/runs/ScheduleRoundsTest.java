package io.bellhop.config.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.config.coordinate.step.Owner;
import io.bellhop.config.json.AppJson;
import io.bellhop.config.runs.ScheduleRounds.Look;
import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.AppTable;
import io.bellhop.model.RejectedNode;
import io.bellhop.model.RouterId;
import io.bellhop.model.StoreException;
import io.bellhop.model.TableStatus;
import io.bellhop.model.Traffic;
import io.bellhop.model.run.RunBoard;
import io.bellhop.model.run.RunId;
import io.bellhop.model.run.RunKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When schedules are looked at: at their times, and whenever somebody else may have before. */
class ScheduleRoundsTest {
  private static final AppName SHOP = new AppName("shop");
  private static final RouterId ME = new RouterId("r1");
  private static final RunBoard EMPTY = new RunBoard(true, Map.of(), Map.of());

  private final Map<AppName, App> apps = new HashMap<>();
  private final ChangedApps changed = new ChangedApps();
  private final List<String> looked = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-21T12:00:00Z");
  private Look next = new Look(now.plus(Duration.ofMinutes(5)), Set.of());
  private boolean failing;
  private final ScheduleRounds rounds = new ScheduleRounds(new Table(), changed, () -> now);

  private void app(String schedules) {
    String json = "{'hosts':['shop.example.com'],'schedules':{%s}}".formatted(schedules);
    byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    apps.put(SHOP, App.of(AppJson.strict().readSpec(SHOP, bytes), Traffic.NONE, Map.of()));
    changed.add(SHOP);
  }

  private List<String> round(RouterId... routers) {
    looked.clear();
    rounds.round(ME, Set.of(routers), EMPTY, new Noting());
    return List.copyOf(looked);
  }

  private static RouterId stronger() {
    for (int i = 2; ; i++) {
      RouterId other = new RouterId("r" + i);
      if (Owner.of(SHOP, Set.of(ME, other)).filter(other::equals).isPresent()) {
        return other;
      }
    }
  }

  private static String hourly() {
    return "'hourly':{'cron':'0 * * * *','command':['work']}";
  }

  @Test
  void anAppIsLookedAtOnceAndThenNotBeforeItsTime() {
    app(hourly());
    assertThat(round(ME)).containsExactly("shop");
    assertThat(round(ME)).isEmpty();
    now = next.at().minusMillis(1);
    assertThat(round(ME)).isEmpty();
    now = next.at();
    assertThat(round(ME)).containsExactly("shop");
  }

  @Test
  void whoBecomesTheOwnerLooksAtOnce() {
    app(hourly());
    RouterId other = stronger();
    assertThat(round(ME, other)).isEmpty();
    assertThat(round(ME)).containsExactly("shop");
    assertThat(round(ME, other)).isEmpty();
    assertThat(round(ME)).containsExactly("shop");
  }

  @Test
  void anOutageHasAllLookedAtAnew() {
    app(hourly());
    assertThat(round(ME)).containsExactly("shop");
    rounds.forget();
    assertThat(round(ME)).containsExactly("shop");
  }

  @Test
  void theEndOfTheRunThatIsWaitedForHasItLookedAt() {
    next = new Look(Instant.MAX, Set.of(new RunKey(SHOP, new RunId("gone"))));
    app(hourly());
    assertThat(round(ME)).containsExactly("shop");
    assertThat(round(ME)).containsExactly("shop");
  }

  @Test
  void whatFailsIsTriedAgainAfterAWhile() {
    failing = true;
    app(hourly());
    assertThat(round(ME)).containsExactly("shop");
    failing = false;
    assertThat(round(ME)).isEmpty();
    now = now.plusSeconds(5);
    assertThat(round(ME)).containsExactly("shop");
  }

  @Test
  void whatIsTakenAwayIsTidiedOnceAndThenForgotten() {
    app(hourly());
    assertThat(round(ME)).containsExactly("shop");
    next = Look.NEVER;
    app("");
    assertThat(round(ME)).containsExactly("shop");
    apps.clear();
    changed.add(SHOP);
    assertThat(round(ME)).isEmpty();
  }

  @Test
  void anAppThatIsGoneTakesItsMarksWithIt() {
    app(hourly());
    assertThat(round(ME)).containsExactly("shop");
    apps.clear();
    changed.add(SHOP);
    assertThat(round(ME)).containsExactly("gone shop");
    assertThat(round(ME)).isEmpty();
  }

  private final class Noting implements ScheduleRounds.Settling {
    @Override
    public Look settle(App app) throws StoreException {
      looked.add(app.name().value());
      if (failing) {
        throw new StoreException(StoreException.Reason.UNAVAILABLE, "ZooKeeper is away");
      }
      return next;
    }

    @Override
    public void gone(AppName app) {
      looked.add("gone " + app);
    }
  }

  private final class Table implements AppTable {
    @Override
    public TableStatus status() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<App> apps() {
      return List.copyOf(apps.values());
    }

    @Override
    public Optional<App> app(AppName name) {
      return Optional.ofNullable(apps.get(name));
    }

    @Override
    public List<RejectedNode> rejectedNodes() {
      return List.of();
    }
  }
}

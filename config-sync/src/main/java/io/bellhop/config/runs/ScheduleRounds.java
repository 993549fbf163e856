package io.bellhop.config.runs;

import io.bellhop.config.coordinate.step.Owner;
import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.AppTable;
import io.bellhop.model.RouterId;
import io.bellhop.model.StoreException;
import io.bellhop.model.run.RunBoard;
import io.bellhop.model.run.RunKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the schedules of the apps that this router owns when something of them is due, and not
 * before: until then it reads and writes nothing. Not thread safe.
 */
final class ScheduleRounds {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduleRounds.class);
  private static final Duration AGAIN = Duration.ofSeconds(5);

  /**
   * When to look at an app next.
   *
   * @param behind a run whose end has to be awaited first; empty for none
   */
  record Look(Instant at, Set<RunKey> behind) {
    static final Look NOW = new Look(Instant.MIN, Set.of());
    static final Look NEVER = new Look(Instant.MAX, Set.of());

    Look and(Look other) {
      Set<RunKey> both = new HashSet<>(behind);
      both.addAll(other.behind);
      return new Look(at.isBefore(other.at) ? at : other.at, both);
    }

    boolean isDue(Instant now, RunBoard board) {
      return !now.isBefore(at)
          || behind.stream().anyMatch(key -> board.find(key).filter(run -> !run.ended()).isEmpty());
    }
  }

  private final AppTable table;
  private final InstantSource clock;
  private final ChangedApps changed;
  private final Map<AppName, Look> looks = new HashMap<>();
  private final Set<AppName> owned = new HashSet<>();

  ScheduleRounds(AppTable table, ChangedApps changed, InstantSource clock) {
    this.table = table;
    this.changed = changed;
    this.clock = clock;
  }

  /** What is done of an app that is looked at. */
  interface Settling {
    /** Does what is due, and says when to look again. */
    Look settle(App app) throws StoreException;

    /** Forgets how far the schedules of an app were that there is no longer. */
    void gone(AppName app) throws StoreException;
  }

  /** What was read before an outage may be old: all is looked at anew after it. */
  void forget() {
    owned.clear();
  }

  void round(RouterId self, Set<RouterId> routers, RunBoard board, Settling settling) {
    changed.take().forEach(this::takeUp);
    Iterator<Map.Entry<AppName, Look>> all = looks.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<AppName, Look> entry = all.next();
      AppName app = entry.getKey();
      boolean mine = Owner.of(app, routers).filter(self::equals).isPresent();
      if (mine && (owned.add(app) || entry.getValue().isDue(clock.instant(), board))) {
        entry.setValue(look(app, settling));
      } else if (!mine) {
        owned.remove(app);
      }
      if (!hasSchedules(app) && (!mine || entry.getValue().equals(Look.NEVER))) {
        all.remove();
        owned.remove(app);
      }
    }
  }

  /** Also one that has none any more: what is kept of them has to go. */
  private void takeUp(AppName app) {
    if (hasSchedules(app) || looks.containsKey(app)) {
      looks.put(app, Look.NOW);
    }
  }

  private boolean hasSchedules(AppName name) {
    return table.app(name).filter(app -> !app.spec().schedules().isEmpty()).isPresent();
  }

  private Look look(AppName name, Settling settling) {
    try {
      Optional<App> app = table.app(name);
      if (app.isPresent()) {
        return settling.settle(app.get());
      }
      settling.gone(name);
      return Look.NEVER;
    } catch (StoreException e) {
      LOG.warn(
          "the schedules of app {} could not be tended, and will be: {}", name, e.getMessage());
      return new Look(clock.instant().plus(AGAIN), Set.of());
    }
  }
}

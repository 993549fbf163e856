package io.bellhop.health.verdict;

import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.health.AppHealth;
import io.bellhop.model.health.CheckedAppListener;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Every app and its instances; tells the data plane of each change, app by app. A change costs what
 * its app costs. Guarded by the checker's lock.
 */
public final class Apps {
  /** Told how an app's figures change. */
  public interface Counter {
    /** They were so, and are so now. */
    void counted(AppName app, Tally before, Tally now);
  }

  private final Map<AppName, AppState> apps = new HashMap<>();
  private final Map<AppName, Tally> tallies = new HashMap<>();
  private final AddressBook addresses = new AddressBook();
  private final Surroundings around;
  private final Judge judge;
  private final CheckedAppListener downstream;
  private final Counter counter;

  /** No apps yet. */
  public Apps(Surroundings around, CheckedAppListener downstream, Counter counter) {
    this.around = around;
    this.judge = new Judge(around);
    this.downstream = downstream;
    this.counter = counter;
  }

  /** Takes over what discovery says of an app, and passes it on. */
  public void changed(App app) {
    AppState state =
        apps.computeIfAbsent(app.name(), name -> new AppState(app, around, addresses, judge));
    Set<AppState> touched = new LinkedHashSet<>(Set.of(state));
    for (Target displaced : state.update(app)) {
      if (!displaced.closed() && displaced.absent()) {
        displaced.app().forgetAbsent(displaced, Sighting.TAKEN_OVER.text());
        touched.add(displaced.app());
      }
    }
    touched.forEach(this::publish);
  }

  /** Forgets an app, and passes that on. */
  public void removed(AppName name) {
    AppState state = apps.remove(name);
    if (state != null) {
      state.close();
      count(name, Tally.NONE);
      tallies.remove(name);
    }
    downstream.appRemoved(name);
  }

  /** Judges findings, and passes on the apps where that changed something, once each. */
  public void judge(List<Finding> findings) {
    Set<AppState> touched = new LinkedHashSet<>();
    for (Finding finding : findings) {
      if (judge.judge(finding)) {
        touched.add(finding.target().app());
      }
    }
    touched.forEach(this::publish);
  }

  /** Looks at what shows in time. */
  public void look(Watch watch, long now) {
    watch.look(judge, now).forEach(this::publish);
  }

  /** The instances of which no probe ended yet, but one will. */
  public List<Target> untried() {
    return apps.values().stream()
        .flatMap(state -> state.targets().stream())
        .filter(target -> !target.tried() && target.probed())
        .toList();
  }

  /** Health of an app for people; empty where there is none. */
  public Optional<AppHealth> report(AppName name) {
    return Optional.ofNullable(apps.get(name))
        .map(state -> new AppSummary(state).report(around.time()));
  }

  /** Ends all probes. */
  public void close() {
    apps.values().forEach(AppState::close);
    apps.clear();
  }

  private void publish(AppState state) {
    AppSummary summary = new AppSummary(state);
    count(state.name(), summary.tally());
    downstream.appChanged(summary.checked());
  }

  private void count(AppName name, Tally now) {
    Tally before = Objects.requireNonNullElse(tallies.put(name, now), Tally.NONE);
    if (!before.equals(now)) {
      counter.counted(name, before, now);
    }
  }
}

package io.bellhop.model;

import io.bellhop.model.schedule.Schedule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a user says of an app: the routes that lead to it, and how it wants to be served.
 *
 * @param hosts the hosts it answers to; never empty
 * @param paths the path prefixes it answers to on each of its hosts; never empty
 * @param account to which it belongs, whose limits hold it too; empty for none
 * @param schedules in the order of their names
 * @param perRequest whether each request gets a run of its own; empty for ordinary apps
 */
public record AppSpec(
    AppName name,
    List<HostPattern> hosts,
    List<PathPrefix> paths,
    AppTimeouts timeouts,
    AppLimits limits,
    ErrorPages errorPages,
    HealthSpec health,
    EjectionSpec ejection,
    BalanceSpec balance,
    RetrySpec retries,
    SplitSpec split,
    Optional<StickySpec> sticky,
    Optional<SleepSpec> sleep,
    WakeSpec wake,
    RunsSpec runs,
    Optional<AccountName> account,
    List<Schedule> schedules,
    Optional<PerRequestSpec> perRequest) {
  private static final int MOST_SCHEDULES = 50;

  /** Throws {@link InvalidValueException} where no request could reach the app. */
  public AppSpec {
    hosts = List.copyOf(hosts);
    paths = paths.isEmpty() ? List.of(PathPrefix.ROOT) : List.copyOf(paths);
    schedules =
        schedules.isEmpty()
            ? List.of()
            : schedules.stream().sorted(Comparator.comparing(Schedule::name)).toList();
    Bounds.check("number of schedules", schedules.size(), 0, MOST_SCHEDULES);
    if (hosts.isEmpty()) {
      throw new InvalidValueException(
          "app '%s' has no hosts: name at least one, or * to make it the default app"
              .formatted(name));
    }
  }

  /** An app on the root of the given hosts, all else at its default. */
  public static AppSpec of(AppName name, HostPattern... hosts) {
    return new AppSpec(
        name,
        List.of(hosts),
        List.of(PathPrefix.ROOT),
        AppTimeouts.DEFAULT,
        AppLimits.DEFAULT,
        ErrorPages.NONE,
        HealthSpec.DEFAULT,
        EjectionSpec.DEFAULT,
        BalanceSpec.DEFAULT,
        RetrySpec.DEFAULT,
        SplitSpec.DEFAULT,
        Optional.empty(),
        Optional.empty(),
        WakeSpec.DEFAULT,
        RunsSpec.DEFAULT,
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  /** The same with other path prefixes. */
  public AppSpec withPaths(List<PathPrefix> other) {
    return with(draft -> draft.paths = other);
  }

  /** The same with other timeouts. */
  public AppSpec withTimeouts(AppTimeouts other) {
    return with(draft -> draft.timeouts = other);
  }

  /** The same with other limits. */
  public AppSpec withLimits(AppLimits other) {
    return with(draft -> draft.limits = other);
  }

  /** The same with other health checks. */
  public AppSpec withHealth(HealthSpec other) {
    return with(draft -> draft.health = other);
  }

  /** The same with other grounds for ejection. */
  public AppSpec withEjection(EjectionSpec other) {
    return with(draft -> draft.ejection = other);
  }

  /** The same with another balance. */
  public AppSpec withBalance(BalanceSpec other) {
    return with(draft -> draft.balance = other);
  }

  /** The same with other retries. */
  public AppSpec withRetries(RetrySpec other) {
    return with(draft -> draft.retries = other);
  }

  /** The same, split otherwise. */
  public AppSpec withSplit(SplitSpec other) {
    return with(draft -> draft.split = other);
  }

  /** The same, sticky in another way. */
  public AppSpec withSticky(Optional<StickySpec> other) {
    return with(draft -> draft.sticky = other);
  }

  /** The same, falling asleep by itself, or not. */
  public AppSpec withSleep(Optional<SleepSpec> other) {
    return with(draft -> draft.sleep = other);
  }

  /** The same, woken in another way. */
  public AppSpec withWake(WakeSpec other) {
    return with(draft -> draft.wake = other);
  }

  /** The same with other bounds of its runs. */
  public AppSpec withRuns(RunsSpec other) {
    return with(draft -> draft.runs = other);
  }

  /** The same, belonging to another account. */
  public AppSpec withAccount(Optional<AccountName> other) {
    return with(draft -> draft.account = other);
  }

  /** The same with other schedules. */
  public AppSpec withSchedules(List<Schedule> other) {
    return with(draft -> draft.schedules = other);
  }

  /** The same, with or without a run of its own for each request. */
  public AppSpec withPerRequest(Optional<PerRequestSpec> other) {
    return with(draft -> draft.perRequest = other);
  }

  private AppSpec with(Consumer<Draft> edit) {
    Draft draft = new Draft(this);
    edit.accept(draft);
    return draft.finished(this);
  }

  /** Every pair of a host and a prefix that leads to this app. */
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>(hosts.size() * paths.size());
    for (HostPattern host : hosts) {
      for (PathPrefix path : paths) {
        routes.add(new Route(host, path));
      }
    }
    return List.copyOf(routes);
  }

  /** The parts of a spec that can be replaced, each on its own. */
  private static final class Draft {
    private List<PathPrefix> paths;
    private AppTimeouts timeouts;
    private AppLimits limits;
    private HealthSpec health;
    private EjectionSpec ejection;
    private BalanceSpec balance;
    private RetrySpec retries;
    private SplitSpec split;
    private Optional<StickySpec> sticky;
    private Optional<SleepSpec> sleep;
    private WakeSpec wake;
    private RunsSpec runs;
    private Optional<AccountName> account;
    private List<Schedule> schedules;
    private Optional<PerRequestSpec> perRequest;

    private Draft(AppSpec from) {
      paths = from.paths;
      timeouts = from.timeouts;
      limits = from.limits;
      health = from.health;
      ejection = from.ejection;
      balance = from.balance;
      retries = from.retries;
      split = from.split;
      sticky = from.sticky;
      sleep = from.sleep;
      wake = from.wake;
      runs = from.runs;
      account = from.account;
      schedules = from.schedules;
      perRequest = from.perRequest;
    }

    private AppSpec finished(AppSpec of) {
      return new AppSpec(
          of.name,
          of.hosts,
          paths,
          timeouts,
          limits,
          of.errorPages,
          health,
          ejection,
          balance,
          retries,
          split,
          sticky,
          sleep,
          wake,
          runs,
          account,
          schedules,
          perRequest);
    }
  }
}

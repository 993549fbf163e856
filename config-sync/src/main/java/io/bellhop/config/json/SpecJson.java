package io.bellhop.config.json;

import io.bellhop.model.AccountName;
import io.bellhop.model.AppLimits;
import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.AppTimeouts;
import io.bellhop.model.BalanceSpec;
import io.bellhop.model.EjectionSpec;
import io.bellhop.model.ErrorPages;
import io.bellhop.model.HealthSpec;
import io.bellhop.model.HostPattern;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.PathPrefix;
import io.bellhop.model.RetrySpec;
import io.bellhop.model.RunsSpec;
import io.bellhop.model.SplitSpec;
import io.bellhop.model.WakeSpec;
import io.bellhop.model.schedule.Schedule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code {"hosts":["shop.example.com"],"paths":["/"],"timeouts":{…},"limits":{…}}}. */
record SpecJson(
    @Nullable List<String> hosts,
    @Nullable List<String> paths,
    @Nullable TimeoutsJson timeouts,
    @Nullable LimitsJson limits,
    @Nullable Map<String, String> errorPages,
    @Nullable HealthJson health,
    @Nullable EjectionJson ejection,
    @Nullable BalanceJson balance,
    @Nullable RetriesJson retries,
    @Nullable SplitJson split,
    @Nullable StickyJson sticky,
    @Nullable SleepJson sleep,
    @Nullable WakeJson wake,
    @Nullable RunsJson runs,
    @Nullable String account,
    @Nullable SortedMap<String, ScheduleJson> schedules,
    @Nullable PerRequestJson perRequest) {
  // One list for all apps on the root: of 100,000 apps nearly all are.
  private static final List<PathPrefix> ROOT_ONLY = List.of(PathPrefix.ROOT);

  static SpecJson of(AppSpec spec) {
    return new SpecJson(
        spec.hosts().stream().map(HostPattern::value).toList(),
        spec.paths().equals(ROOT_ONLY)
            ? null
            : spec.paths().stream().map(PathPrefix::value).toList(),
        spec.timeouts().equals(AppTimeouts.DEFAULT) ? null : TimeoutsJson.of(spec.timeouts()),
        spec.limits().equals(AppLimits.DEFAULT) ? null : LimitsJson.of(spec.limits()),
        spec.errorPages().htmlByKey().isEmpty() ? null : spec.errorPages().htmlByKey(),
        spec.health().equals(HealthSpec.DEFAULT) ? null : HealthJson.of(spec.health()),
        spec.ejection().equals(EjectionSpec.DEFAULT) ? null : EjectionJson.of(spec.ejection()),
        spec.balance().equals(BalanceSpec.DEFAULT) ? null : BalanceJson.of(spec.balance()),
        spec.retries().equals(RetrySpec.DEFAULT) ? null : RetriesJson.of(spec.retries()),
        spec.split().equals(SplitSpec.DEFAULT) ? null : SplitJson.of(spec.split()),
        spec.sticky().map(StickyJson::of).orElse(null),
        spec.sleep().map(SleepJson::of).orElse(null),
        spec.wake().equals(WakeSpec.DEFAULT) ? null : WakeJson.of(spec.wake()),
        spec.runs().equals(RunsSpec.DEFAULT) ? null : RunsJson.of(spec.runs()),
        spec.account().map(AccountName::value).orElse(null),
        spec.schedules().isEmpty() ? null : schedules(spec.schedules()),
        spec.perRequest().map(PerRequestJson::of).orElse(null));
  }

  private static SortedMap<String, ScheduleJson> schedules(List<Schedule> all) {
    SortedMap<String, ScheduleJson> byName = new TreeMap<>();
    all.forEach(each -> byName.put(each.name().value(), ScheduleJson.of(each)));
    return byName;
  }

  AppSpec toModel(AppName name) {
    if (hosts == null) {
      throw new InvalidValueException(
          "field 'hosts' is missing: name at least one host, or * to make it the default app");
    }
    return new AppSpec(
        name,
        distinct("hosts", hosts.stream().map(HostPattern::new).toList()),
        prefixes(),
        timeouts == null ? AppTimeouts.DEFAULT : timeouts.toModel(),
        limits == null ? AppLimits.DEFAULT : limits.toModel(),
        errorPages == null || errorPages.isEmpty() ? ErrorPages.NONE : new ErrorPages(errorPages),
        health == null ? HealthSpec.DEFAULT : health.toModel(),
        ejection == null ? EjectionSpec.DEFAULT : ejection.toModel(),
        balance == null ? BalanceSpec.DEFAULT : balance.toModel(),
        retries == null ? RetrySpec.DEFAULT : retries.toModel(),
        split == null ? SplitSpec.DEFAULT : split.toModel(),
        Optional.ofNullable(sticky).map(StickyJson::toModel),
        Optional.ofNullable(sleep).map(SleepJson::toModel),
        wake == null ? WakeSpec.DEFAULT : wake.toModel(),
        runs == null ? RunsSpec.DEFAULT : runs.toModel(),
        Optional.ofNullable(account).map(AccountName::new),
        scheduleModels(),
        Optional.ofNullable(perRequest).map(PerRequestJson::toModel));
  }

  private List<Schedule> scheduleModels() {
    return schedules == null
        ? List.of()
        : schedules.entrySet().stream()
            .map(each -> each.getValue().toModel(each.getKey()))
            .toList();
  }

  private List<PathPrefix> prefixes() {
    if (paths == null || paths.isEmpty()) {
      return ROOT_ONLY;
    }
    List<PathPrefix> prefixes = distinct("paths", paths.stream().map(PathPrefix::new).toList());
    return prefixes.equals(ROOT_ONLY) ? ROOT_ONLY : prefixes;
  }

  private static <T> List<T> distinct(String field, List<T> values) {
    if (values.size() > 1 && values.stream().distinct().count() != values.size()) {
      throw new InvalidValueException(
          "field '%s' names one value twice in %s: name each once".formatted(field, values));
    }
    return values;
  }
}

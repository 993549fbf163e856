package io.bellhop.config.json;

import io.bellhop.model.PathPrefix;
import io.bellhop.model.WakeBudget;
import io.bellhop.model.WakeSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code {"patienceMillis":60000,"page":true,"monitorPaths":["/up"],"wakesPerHour":20}}. */
record WakeJson(
    @Nullable Long patienceMillis,
    @Nullable Boolean page,
    @Nullable Long pageAfterMillis,
    @Nullable List<String> monitorPaths,
    @Nullable List<String> monitorAgents,
    @Nullable Boolean showOutput,
    @Nullable Integer wakesPerHour,
    @Nullable Integer minutesPerDay) {
  private static final WakeSpec USUAL = WakeSpec.DEFAULT;

  static WakeJson of(WakeSpec spec) {
    return new WakeJson(
        Usual.unlessMillis(spec.patience(), USUAL.patience()),
        Usual.unless(spec.page(), USUAL.page()),
        Usual.unlessMillis(spec.pageAfter(), USUAL.pageAfter()),
        Usual.unless(
            spec.monitorPaths().stream().map(PathPrefix::value).toList(), List.<String>of()),
        Usual.unless(spec.monitorAgents(), USUAL.monitorAgents()),
        Usual.unless(spec.showOutput(), USUAL.showOutput()),
        Usual.unless(spec.budget().wakesPerHour(), USUAL.budget().wakesPerHour()),
        Usual.unless(spec.budget().minutesPerDay(), USUAL.budget().minutesPerDay()));
  }

  WakeSpec toModel() {
    return new WakeSpec(
        Usual.orMillis(patienceMillis, USUAL.patience()),
        Usual.or(page, USUAL.page()),
        Usual.orMillis(pageAfterMillis, USUAL.pageAfter()),
        Usual.or(monitorPaths, List.<String>of()).stream().map(PathPrefix::new).toList(),
        Usual.or(monitorAgents, USUAL.monitorAgents()),
        Usual.or(showOutput, USUAL.showOutput()),
        new WakeBudget(
            Usual.or(wakesPerHour, USUAL.budget().wakesPerHour()),
            Usual.or(minutesPerDay, USUAL.budget().minutesPerDay())));
  }
}

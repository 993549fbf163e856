package io.bellhop.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.app.admin.ChangeSignal;
import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.HashKey;
import io.bellhop.model.HostPattern;
import io.bellhop.model.StickySpec;
import io.bellhop.model.Traffic;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StickyWatchTest {
  private static final String SERIES = "bellhop_sticky_without_key ";
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  @AfterEach
  void close() {
    meters.close();
  }

  @Test
  void appsThatShouldBeStickyAreCountedWhileThereIsNoKey() {
    StickyWatch watch = watch(false);
    watch.appChanged(app("a", true));
    watch.appChanged(app("b", true));
    watch.appChanged(app("c", false));
    assertThat(meters.scrape()).doesNotContain(SERIES);
    watch.tableLoaded();
    assertThat(meters.scrape()).contains(SERIES + "2.0");
    watch.appChanged(app("a", false));
    watch.appRemoved(new AppName("b"));
    assertThat(meters.scrape()).contains(SERIES + "0.0");
  }

  @Test
  void withAKeyNoneIsCounted() {
    StickyWatch watch = watch(true);
    watch.tableLoaded();
    watch.appChanged(app("a", true));
    assertThat(meters.scrape()).contains(SERIES + "0.0");
  }

  private StickyWatch watch(boolean hasKey) {
    return new StickyWatch(new ListenerRelay(new ChangeSignal()), hasKey, meters);
  }

  private static App app(String name, boolean sticky) {
    StickySpec spec = new StickySpec(new HashKey.Cookie("inst"), StickySpec.SameSite.LAX);
    return App.of(
        AppSpec.of(new AppName(name), new HostPattern(name + ".localhost"))
            .withSticky(sticky ? Optional.of(spec) : Optional.empty()),
        Traffic.NONE,
        Map.of());
  }
}

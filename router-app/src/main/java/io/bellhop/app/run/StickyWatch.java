package io.bellhop.app.run;

import io.bellhop.model.App;
import io.bellhop.model.AppListener;
import io.bellhop.model.AppName;
import io.bellhop.router.record.PlatformMeter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices apps that should be sticky while this router has no key to make cookies with: they may
 * have been written where there is one, or past the admin API. Each is logged once, and all are
 * metered. Thread safe.
 */
final class StickyWatch implements AppListener {
  private static final Logger LOG = LoggerFactory.getLogger(StickyWatch.class);

  private final AppListener next;
  private final boolean hasKey;
  private final MeterRegistry meters;
  private final Set<AppName> withoutKey = ConcurrentHashMap.newKeySet();

  StickyWatch(AppListener next, boolean hasKey, MeterRegistry meters) {
    this.next = next;
    this.hasKey = hasKey;
    this.meters = meters;
  }

  @Override
  public void appChanged(App app) {
    if (hasKey || app.spec().sticky().isEmpty()) {
      withoutKey.remove(app.name());
    } else if (withoutKey.add(app.name())) {
      LOG.warn(
          "app {} should be sticky and is not: set router.sticky.key to the same secret on every"
              + " router",
          app.name());
    }
    next.appChanged(app);
  }

  @Override
  public void appRemoved(AppName name) {
    withoutKey.remove(name);
    next.appRemoved(name);
  }

  @Override
  public void tableLoaded() {
    // Not before: while the apps are not known, neither is how many of them there are.
    PlatformMeter.STICKY_WITHOUT_KEY.gauge(withoutKey, Set::size).register(meters);
    next.tableLoaded();
  }
}

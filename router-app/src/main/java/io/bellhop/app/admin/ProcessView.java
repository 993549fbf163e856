package io.bellhop.app.admin;

import io.bellhop.model.AppName;
import io.bellhop.model.RouterInfo;
import io.bellhop.model.health.AppHealth;
import io.bellhop.router.BackendLoad;
import io.bellhop.router.RouterActivity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the API can say of the process it runs in. Thread safe; never waits. */
public interface ProcessView {
  /** Whether requests should be sent here, and if not, why. */
  Readiness readiness();

  /** This router, as it tells its peers; without addresses until it listens. */
  RouterInfo self();

  /** When the process started. */
  Instant startedAt();

  /** The time now. */
  Instant now();

  /** What the data plane does; empty until it listens. */
  Optional<RouterActivity> activity();

  /** What is known of the health of an app's instances; empty while nothing is. */
  Optional<AppHealth> health(AppName app);

  /** What the data plane has under way on an app's instances; empty until it listens. */
  Optional<List<BackendLoad>> loads(AppName app);

  /** Whether this router has what sticky cookies are made with. */
  boolean hasStickyKey();

  /** The routers that are members. */
  List<RouterInfo> routers();
}

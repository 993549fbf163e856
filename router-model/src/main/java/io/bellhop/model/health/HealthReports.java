package io.bellhop.model.health;

import io.bellhop.model.AppName;
import java.util.Optional;

/** Port: what is known of the health of apps, to be shown to people. Thread safe. */
public interface HealthReports {
  /** Health of an app; empty where there is no such app. */
  Optional<AppHealth> health(AppName app);
}

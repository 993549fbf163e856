package io.bellhop.router.record;

import io.bellhop.router.failure.Failure;
import java.util.function.Supplier;

/**
 * What is measured of one app, whatever the deployment. A lasting handle: get it once per view, not
 * per request. Callable from any thread; neither locks nor allocates, but for the first call after
 * the app was idle.
 */
public final class AppSeries extends Series<AppMeters> {
  private final Supplier<AppMeters> register;

  AppSeries(SeriesTable<AppMeters> table, Supplier<AppMeters> register) {
    super(table);
    this.register = register;
  }

  /** A request to the app failed. */
  public void failed(Failure failure) {
    meters().count(failure);
  }

  @Override
  AppMeters register() {
    return register.get();
  }

  @Override
  boolean busy() {
    return false;
  }
}

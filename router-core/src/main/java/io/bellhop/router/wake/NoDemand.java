package io.bellhop.router.wake;

import io.bellhop.model.AppName;
import io.bellhop.model.wake.Demand;
import io.bellhop.model.wake.ProspectListener;
import io.bellhop.model.wake.WakeAnswer;
import io.bellhop.model.wake.WakeCause;
import io.bellhop.model.wake.WakeProspect;
import io.bellhop.model.wake.WakeReport;
import io.bellhop.model.wake.WakeTrouble;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The demand of a router that cannot wake anybody: sleeping apps stay asleep. */
final class NoDemand implements Demand {
  private static final WakeAnswer REFUSED =
      new WakeAnswer.Refused(
          WakeTrouble.of(
              WakeTrouble.Kind.NOTHING_TO_WAKE,
              "This router cannot wake apps: set the app's traffic to serving."));

  @Override
  public CompletionStage<WakeAnswer> wake(AppName app, WakeCause cause) {
    return CompletableFuture.completedFuture(REFUSED);
  }

  @Override
  public void flowing(AppName app) {}

  @Override
  public void quiet(AppName app) {}

  @Override
  public void busy(AppName app, Duration lease) {}

  @Override
  public void woken(AppName app, WakeReport report) {}

  @Override
  public WakeProspect prospect(AppName app) {
    return WakeProspect.UNKNOWN;
  }

  @Override
  public void concluded(AppName app) {}

  @Override
  public void onProspect(ProspectListener listener) {}
}

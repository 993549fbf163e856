package io.bellhop.config.coordinate;

import io.bellhop.model.AppName;
import io.bellhop.model.wake.Demand;
import io.bellhop.model.wake.ProspectListener;
import io.bellhop.model.wake.WakeAnswer;
import io.bellhop.model.wake.WakeCause;
import io.bellhop.model.wake.WakeProspect;
import io.bellhop.model.wake.WakeReport;
import io.bellhop.model.wake.WakeTrouble;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes on what a router needs, from when it takes part. A router is made before it does. */
final class LateDemand implements Demand {
  private volatile @Nullable Demand target;
  private volatile ProspectListener listener = (app, now) -> {};

  void through(Demand newTarget) {
    newTarget.onProspect((app, now) -> listener.changed(app, now));
    target = newTarget;
  }

  private void tell(Consumer<Demand> call) {
    Demand now = target;
    if (now != null) {
      call.accept(now);
    }
  }

  @Override
  public CompletionStage<WakeAnswer> wake(AppName app, WakeCause cause) {
    Demand now = target;
    return now != null
        ? now.wake(app, cause)
        : CompletableFuture.completedFuture(
            new WakeAnswer.Refused(
                WakeTrouble.of(
                    WakeTrouble.Kind.STORE_AWAY,
                    "this router takes no part in waking yet: try again in a moment")));
  }

  @Override
  public void flowing(AppName app) {
    tell(demand -> demand.flowing(app));
  }

  @Override
  public void quiet(AppName app) {
    tell(demand -> demand.quiet(app));
  }

  @Override
  public void busy(AppName app, Duration lease) {
    tell(demand -> demand.busy(app, lease));
  }

  @Override
  public void woken(AppName app, WakeReport report) {
    tell(demand -> demand.woken(app, report));
  }

  @Override
  public WakeProspect prospect(AppName app) {
    return Optional.ofNullable(target)
        .map(demand -> demand.prospect(app))
        .orElse(WakeProspect.UNKNOWN);
  }

  @Override
  public void concluded(AppName app) {
    tell(demand -> demand.concluded(app));
  }

  @Override
  public void onProspect(ProspectListener newListener) {
    listener = newListener;
  }
}

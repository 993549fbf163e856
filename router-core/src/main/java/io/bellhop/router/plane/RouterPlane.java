package io.bellhop.router.plane;

import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.plane.CutRequest;
import io.bellhop.model.plane.DataPlane;
import io.bellhop.model.plane.PlaneReport;
import io.bellhop.router.control.AppView;
import io.bellhop.router.control.Backend;
import io.bellhop.router.control.Control;
import io.bellhop.router.exchange.LoopContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The data plane of one router: its table's writer, and the event loops that go by the table. */
public final class RouterPlane implements DataPlane {
  private static final long WARM_SECONDS = 5;

  private final Control control;
  private final List<LoopContext> loops;

  /** The plane of these loops. */
  public RouterPlane(Control control, Collection<LoopContext> loops) {
    this.control = control;
    this.loops = List.copyOf(loops);
  }

  @Override
  public PlaneReport report(AppName app) {
    return control.report(app);
  }

  @Override
  public void watch(AppName app, Runnable onChange) {
    control.watch(app, onChange);
  }

  @Override
  public void unwatch(AppName app) {
    control.unwatch(app);
  }

  /** Gives up after 5 seconds. */
  @Override
  public CompletionStage<Void> warm(AppName app, DeploymentName deployment) {
    List<Backend> backends = control.warmable(app, deployment);
    AppView view = control.view(app);
    if (view == null || backends.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    List<CompletableFuture<Void>> each = new ArrayList<>();
    for (LoopContext loop : loops) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      each.add(done.completeOnTimeout(null, WARM_SECONDS, TimeUnit.SECONDS));
      loop.warm(view, backends, done);
    }
    return CompletableFuture.allOf(each.toArray(CompletableFuture<?>[]::new));
  }

  @Override
  public void retire(AppName app, DeploymentName deployment) {
    control.retire(app, deployment);
  }

  @Override
  public CompletionStage<List<CutRequest>> cut(AppName app, DeploymentName deployment) {
    List<Backend> backends = control.draining(app, deployment);
    if (backends.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    List<CompletableFuture<List<CutRequest>>> asked =
        loops.stream().map(loop -> loop.cut(backends)).toList();
    return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> asked.stream().flatMap(each -> each.join().stream()).toList());
  }
}

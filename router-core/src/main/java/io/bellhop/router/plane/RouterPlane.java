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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data plane of one router: its table's writer, and the event loops that go by the table. */
public final class RouterPlane implements DataPlane {
  private static final Logger LOG = LoggerFactory.getLogger(RouterPlane.class);
  private static final long WARM_SECONDS = 5;
  private static final long CUT_SECONDS = 1;

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
  public List<CutRequest> cut(AppName app, DeploymentName deployment) {
    List<Backend> backends = control.draining(app, deployment);
    List<CompletableFuture<List<CutRequest>>> asked =
        backends.isEmpty() ? List.of() : loops.stream().map(loop -> loop.cut(backends)).toList();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CUT_SECONDS);
    List<CutRequest> cut = new ArrayList<>();
    asked.forEach(each -> cut.addAll(await(each, end - System.nanoTime())));
    return cut;
  }

  private static List<CutRequest> await(CompletableFuture<List<CutRequest>> cut, long nanos) {
    try {
      return cut.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("An event loop did not say in time what it cut; it cuts it all the same", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return List.of();
  }
}

package io.bellhop.config.coordinate;

import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.plane.CutRequest;
import io.bellhop.model.plane.DataPlane;
import io.bellhop.model.plane.PlaneReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Lets several parts of coordination watch one app of a data plane, which takes one callback an
 * app: each part by its own view. Thread safe.
 */
final class PlaneWatches {
  private record Watching(View view, Runnable onChange) {}

  private final DataPlane plane;
  private final Map<AppName, List<Watching>> watching = new ConcurrentHashMap<>();

  PlaneWatches(DataPlane plane) {
    this.plane = plane;
  }

  /** The data plane, with callbacks of its own. */
  DataPlane view() {
    return new View();
  }

  private synchronized void change(AppName app, View view, Optional<Runnable> onChange) {
    List<Watching> others =
        watching.getOrDefault(app, List.of()).stream().filter(w -> w.view() != view).toList();
    List<Watching> all =
        onChange.map(callback -> plus(others, new Watching(view, callback))).orElse(others);
    if (all.isEmpty()) {
      watching.remove(app);
      plane.unwatch(app);
    } else {
      watching.put(app, all);
      plane.watch(app, () -> told(app));
    }
  }

  private static List<Watching> plus(List<Watching> others, Watching one) {
    return Stream.concat(others.stream(), Stream.of(one)).toList();
  }

  private void told(AppName app) {
    watching.getOrDefault(app, List.of()).forEach(one -> one.onChange().run());
  }

  private final class View implements DataPlane {
    @Override
    public PlaneReport report(AppName app) {
      return plane.report(app);
    }

    @Override
    public void watch(AppName app, Runnable onChange) {
      change(app, this, Optional.of(onChange));
    }

    @Override
    public void unwatch(AppName app) {
      change(app, this, Optional.empty());
    }

    @Override
    public CompletionStage<Void> warm(AppName app, DeploymentName deployment) {
      return plane.warm(app, deployment);
    }

    @Override
    public void retire(AppName app, DeploymentName deployment) {
      plane.retire(app, deployment);
    }

    @Override
    public CompletionStage<List<CutRequest>> cut(AppName app, DeploymentName deployment) {
      return plane.cut(app, deployment);
    }
  }
}

package io.bellhop.config.coordinate.drive;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.coordinate.nodes.Answer;
import io.bellhop.config.coordinate.nodes.Nodes;
import io.bellhop.config.coordinate.nodes.Worker;
import io.bellhop.config.coordinate.step.Snapshot;
import io.bellhop.config.coordinate.step.Step;
import io.bellhop.model.AppName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.RouterId;
import io.bellhop.model.plane.DataPlane;
import io.bellhop.model.rollout.RolloutProgress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * This router's part in the rollouts of all apps. Apps do not wait for each other: each has its own
 * readings and transactions under way. Calls may come on any thread.
 */
public final class Coordinator {
  private static final Duration RETRY = Duration.ofSeconds(1);

  /**
   * How long things take.
   *
   * @param fence how long after its node is gone a router may come back before it is lost
   * @param progressInterval at least this long between two acknowledgements nobody waits for
   */
  public record Settings(Duration fence, Duration progressInterval) {}

  /**
   * What the rollouts of all apps share.
   *
   * @param steps decides
   */
  public record Shared(
      RouterId self,
      TreePaths paths,
      DataPlane plane,
      Worker worker,
      Settings settings,
      CoordinationMetrics metrics,
      Function<Snapshot, Step> steps) {}

  private final Shared shared;
  private final Map<AppName, AppRollouts> apps = new HashMap<>();
  private final Set<AppName> changed = ConcurrentHashMap.newKeySet();
  private final Set<AppName> acknowledged = ConcurrentHashMap.newKeySet();
  private @Nullable Nodes nodes;

  /** Without a session yet. */
  public Coordinator(Shared shared) {
    this.shared = shared;
  }

  /**
   * There is a connection, or what is watched may have been missed: everything is looked at anew.
   *
   * @param same whether it is the session of the connection before
   */
  public void connected(Nodes session, boolean same) {
    shared
        .worker()
        .execute(
            () -> {
              nodes = session;
              List.copyOf(apps.values()).forEach(app -> app.session(session, same));
              listActive(session);
            });
  }

  /** The session is out of reach: rollouts stand still. */
  public void disconnected() {
    shared
        .worker()
        .execute(
            () -> {
              nodes = null;
              apps.values().forEach(app -> app.session(null, true));
            });
  }

  private void listActive(Nodes session) {
    session.children(
        shared.paths().activeRollouts(),
        answer -> {
          if (session == nodes && answer instanceof Answer.Present<List<String>> present) {
            present.value().forEach(this::active);
          } else if (session == nodes && answer instanceof Answer.Failed<List<String>>) {
            Runnable unused =
                shared
                    .worker()
                    .schedule(
                        () -> {
                          if (session == nodes) {
                            listActive(session);
                          }
                        },
                        RETRY);
          }
        });
  }

  private void active(String name) {
    try {
      look(new AppName(name));
    } catch (InvalidValueException e) {
      return; // Not made by Bellhop: no app can have this name.
    }
  }

  /** The rollouts of an app may have changed. */
  public void rolloutChanged(AppName app) {
    // Once however often it changed meanwhile: what waits is bounded by the number of apps.
    if (changed.add(app)) {
      shared
          .worker()
          .execute(
              () -> {
                changed.remove(app);
                look(app);
              });
    }
  }

  /** What some router says to an app's rollout may have changed. */
  public void ackChanged(AppName app) {
    if (acknowledged.add(app)) {
      shared
          .worker()
          .execute(
              () -> {
                acknowledged.remove(app);
                acksChanged(app);
              });
    }
  }

  private void acksChanged(AppName app) {
    AppRollouts known = apps.get(app);
    if (known != null && known.wantsAcks()) {
      known.look();
    }
  }

  /** Routers may have come or gone: another may own an app. */
  public void routersChanged() {
    shared.worker().execute(() -> List.copyOf(apps.values()).forEach(AppRollouts::look));
  }

  /** Follows an app's rollouts, as {@link io.bellhop.model.rollout.Rollouts#subscribe} says. */
  public Runnable subscribe(AppName app, Consumer<RolloutProgress> listener) {
    shared.worker().execute(() -> app(app).subscribe(listener));
    return () ->
        shared
            .worker()
            .execute(
                () -> {
                  app(app).unsubscribe(listener);
                  forgetIdle(app);
                });
  }

  private void look(AppName app) {
    // An app is forgotten when it is looked at for the next one, so that the map stays small.
    apps.values().removeIf(AppRollouts::isIdle);
    app(app).look();
  }

  private void forgetIdle(AppName app) {
    AppRollouts known = apps.get(app);
    if (known != null && known.isIdle()) {
      apps.remove(app);
    }
  }

  private AppRollouts app(AppName name) {
    return apps.computeIfAbsent(
        name,
        n -> {
          AppRollouts made = new AppRollouts(n, shared);
          if (nodes != null) {
            made.session(nodes, true);
          }
          return made;
        });
  }
}

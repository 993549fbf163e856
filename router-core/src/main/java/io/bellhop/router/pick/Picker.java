package io.bellhop.router.pick;

import io.bellhop.model.StickySpec;
import io.bellhop.router.control.AppView;
import io.bellhop.router.control.Backend;
import io.bellhop.router.control.DeploymentView;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Picks a deployment by the app's split, then one of its backends by the app's strategy. A
 * deployment that has no backends, or none with room, gives up its share while another has some. As
 * thread safe as its source of randomness.
 */
public final class Picker {
  private final RandomGenerator random;
  private final StickyKey stickyKey;

  /** A picker that draws from the given source, and gives nobody back to his instance. */
  public Picker(RandomGenerator random) {
    this(random, new StickyKey(""));
  }

  /** A picker that draws from the given source, and knows the sticky cookies of a key. */
  public Picker(RandomGenerator random, StickyKey stickyKey) {
    this.random = random;
    this.stickyKey = stickyKey;
  }

  /** A lease on one backend of the view for the request, or why there is none. */
  public Pick pick(AppView view, PickRequest request) {
    Pick closed = closed(view);
    if (closed != null) {
      return closed;
    }
    List<DeploymentView> serving = view.serving();
    if (serving.isEmpty()) {
      return Pick.NoDeployment.INSTANCE;
    }
    String name = NamedDeployment.name(view, request);
    if (name != null) {
      return named(view, request, name);
    }
    Pick.Lease stuck = stuck(view, request);
    if (stuck != null) {
      return stuck;
    }
    DeploymentView deployment =
        serving.size() == 1 ? serving.get(0) : Split.choose(view, request, random);
    if (deployment == null || deployment.backends().isEmpty()) {
      // One that is started for the request is to be waited for.
      return view.spec().perRequest().isPresent() ? Pick.SATURATED : Pick.NoInstances.INSTANCE;
    }
    Pick.Lease lease = lease(deployment, view, request);
    for (int i = 0; lease == null && serving.size() > 1 && i < serving.size(); i++) {
      lease = lease(serving.get(i), view, request);
    }
    return lease == null ? noRoom(view) : lease;
  }

  /** None that can be given a request now: it waits for one to have room, or to be there at all. */
  private static Pick noRoom(AppView view) {
    return view.doubted() ? Pick.Waking.INSTANCE : Pick.SATURATED;
  }

  /** A request may have been held, or tried elsewhere, since it was admitted. */
  private static @Nullable Pick closed(AppView view) {
    return switch (view.mode()) {
      case SERVING -> view.booting() ? Pick.Waking.INSTANCE : null;
      case PAUSED -> Pick.Paused.INSTANCE;
      case STOPPED -> Pick.Closed.INSTANCE;
      // What it still runs may be told to stop at any moment.
      case DRAINING, ASLEEP -> Pick.Waking.INSTANCE;
    };
  }

  /**
   * Of the deployment that the request names, and of no other: who tests one must not take the
   * answer of another for its.
   */
  private Pick named(AppView view, PickRequest request, String name) {
    DeploymentView deployment = NamedDeployment.find(view, name);
    if (deployment == null) {
      return Pick.UnknownDeployment.INSTANCE;
    }
    Pick.Lease lease = lease(deployment, view, request);
    if (lease != null) {
      return lease;
    }
    // Waiting for one of several, it would stand before others in the line that could go on.
    boolean mayWait = view.serving().size() == 1 && !deployment.backends().isEmpty();
    return mayWait ? noRoom(view) : Pick.DeploymentUnavailable.INSTANCE;
  }

  /** The instance that the client comes back to, if it takes requests and has room. */
  private Pick.@Nullable Lease stuck(AppView view, PickRequest request) {
    StickySpec sticky = stickyKey.of(view);
    String cookie = sticky == null ? null : request.hashText(sticky.cookie());
    if (cookie == null) {
      return null;
    }
    Backend backend = stickyKey.find(view, cookie);
    if (backend == null || request.avoids(backend) || backend.passedOver()) {
      return null;
    }
    return backend.tryRequestStarted(view.limits().maxInFlightPerBackend())
        ? new Pick.Lease(backend, request.startedNanos())
        : null;
  }

  private Pick.@Nullable Lease lease(DeploymentView deployment, AppView view, PickRequest request) {
    if (deployment.backends().isEmpty()) {
      return null;
    }
    Strategy strategy = Strategies.of(view.spec().balance().strategy());
    int limit = view.limits().maxInFlightPerBackend();
    Backend chosen = strategy.choose(deployment, view, request, random);
    // Another loop may take the last place between choice and count: then another choice is made.
    while (chosen != null && !chosen.tryRequestStarted(limit)) {
      chosen = strategy.choose(deployment, view, request, random);
    }
    return chosen == null ? null : new Pick.Lease(chosen, request.startedNanos());
  }
}

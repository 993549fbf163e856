package io.bellhop.router.exchange;

import io.bellhop.model.plane.CutRequest;
import io.bellhop.router.control.AppView;
import io.bellhop.router.control.Backend;
import io.bellhop.router.pick.Picker;
import io.bellhop.router.pick.StickyKey;
import io.bellhop.router.settings.RouterSettings;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the connections of one event loop share, so that nothing of it is shared between loops.
 * Confined to the loop.
 */
public final class LoopContext implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoopContext.class);

  private final EventLoop loop;
  private final DeadlineWheel wheel;
  private final StickyKey stickyKey;
  private final Picker picker;
  private final RequestIds requestIds;
  private final BackendPools pools;
  private final ReplayMemory replayMemory;

  /**
   * The context of one loop.
   *
   * @param connector opens connections to backends, by transport; without group and handler
   */
  public LoopContext(EventLoop loop, Bootstrap connector, RouterSettings settings) {
    SplittableRandom random = new SplittableRandom();
    this.loop = loop;
    this.wheel = new DeadlineWheel(loop);
    this.stickyKey = new StickyKey(settings.sticky().key());
    this.picker = new Picker(random, stickyKey);
    this.requestIds = new RequestIds(random.split());
    this.replayMemory = new ReplayMemory(settings.pool().maxReplayBytes());
    this.pools = new BackendPools(connector.clone().group(loop), wheel, settings);
  }

  /** The loop's deadlines. */
  public DeadlineWheel wheel() {
    return wheel;
  }

  /** The loop's source of request ids. */
  public RequestIds requestIds() {
    return requestIds;
  }

  StickyKey stickyKey() {
    return stickyKey;
  }

  Picker picker() {
    return picker;
  }

  ReplayMemory replayMemory() {
    return replayMemory;
  }

  BackendPools pools() {
    return pools;
  }

  /** Lets go of what is kept open to a backend that takes no new requests; from any thread. */
  public void retire(Backend backend, Duration tunnelDrain) {
    onLoop(backend, () -> pools.retire(backend, tunnelDrain));
  }

  /** Lets go of a backend whose health failed; from any thread. */
  public void failing(Backend backend) {
    onLoop(backend, () -> pools.failing(backend));
  }

  /** Ends silent tunnels to a retired backend whose app is about to sleep; from any thread. */
  public void asleep(Backend backend) {
    onLoop(backend, () -> pools.asleep(backend));
  }

  /**
   * Opens connections ahead of the first requests; from any thread.
   *
   * @param backends to open them to
   * @param done completed when all are open or will not be; whoever completes it before ends it
   */
  public void warm(AppView view, List<Backend> backends, CompletableFuture<Void> done) {
    if (!tryExecute(() -> new Warming(pools, view, backends, done).proceed())) {
      done.complete(null);
    }
  }

  /** Ends what is under way to the backends; completed with what that was. From any thread. */
  public CompletableFuture<List<CutRequest>> cut(List<Backend> backends) {
    CompletableFuture<List<CutRequest>> cut = new CompletableFuture<>();
    if (!tryExecute(
        () -> cut.complete(backends.stream().flatMap(each -> pools.cut(each).stream()).toList()))) {
      cut.complete(List.of());
    }
    return cut;
  }

  private void onLoop(Backend backend, Runnable work) {
    try {
      loop.execute(work);
    } catch (RejectedExecutionException e) {
      LOG.debug("Nothing to let go of at {}: its loop has ended with all connections", backend);
    }
  }

  /** Runs a task on the loop, soon; false where the loop has ended. From any thread. */
  boolean tryExecute(Runnable task) {
    try {
      loop.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      LOG.debug("The loop has ended, and all that it had with it");
      return false;
    }
  }

  /** Closes what is open to backends. On the loop. */
  @Override
  public void close() {
    pools.close();
    wheel.close();
  }
}

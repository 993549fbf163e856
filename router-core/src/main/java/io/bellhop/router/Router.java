package io.bellhop.router;

import io.bellhop.model.AppName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.health.CheckedAppListener;
import io.bellhop.model.plane.DataPlane;
import io.bellhop.model.sleep.WakePhases;
import io.bellhop.model.wake.Demand;
import io.bellhop.model.wake.WakeTrouble;
import io.bellhop.router.accept.Acceptor;
import io.bellhop.router.control.AppMeans;
import io.bellhop.router.control.Backend;
import io.bellhop.router.control.Control;
import io.bellhop.router.control.RetirementListener;
import io.bellhop.router.control.RoomWanted;
import io.bellhop.router.exchange.Activity;
import io.bellhop.router.exchange.LoopContext;
import io.bellhop.router.exchange.RequestFields;
import io.bellhop.router.exchange.RequestPath;
import io.bellhop.router.exchange.Shared;
import io.bellhop.router.failure.FailureResponses;
import io.bellhop.router.hold.HoldBudget;
import io.bellhop.router.plane.LoopBarrier;
import io.bellhop.router.plane.RouterPlane;
import io.bellhop.router.record.AccessLog;
import io.bellhop.router.record.JsonAccessLog;
import io.bellhop.router.record.Meters;
import io.bellhop.router.record.RouterMeter;
import io.bellhop.router.settings.RouterSettings;
import io.bellhop.router.transport.Transport;
import io.bellhop.router.transport.TransportUnavailableException;
import io.bellhop.router.wake.Wakes;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A running data plane: listens, and serves what its {@link #appListener()} was told of. Thread
 * safe.
 */
public final class Router implements AutoCloseable {
  private static final long POLL_MILLIS = 10;
  private static final Duration STOP_TIME = Duration.ofSeconds(5);
  private static final Duration LOOPS_TIME = Duration.ofSeconds(30);

  private final Transport transport;
  private final EventLoopGroup group;
  private final Shared shared;
  private final Map<EventLoop, RequestPath> paths = new HashMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Acceptor acceptor;
  private final Control control;
  private final Wakes wakes;
  private final RoomWanted wanted;
  private final Bootstrap connector;
  private final List<String> listen;
  private final RouterPlane plane;
  private final LoopBarrier barrier;

  private Router(
      RouterSettings settings,
      Transport transport,
      EventLoopGroup group,
      AccessLog accessLog,
      MeterRegistry registry) {
    this.transport = transport;
    this.group = group;
    Meters meters = new Meters(registry, settings.metrics());
    this.barrier = new LoopBarrier(group);
    OffLoopTimer timer = new OffLoopTimer();
    this.wakes = new Wakes(timer);
    this.wanted = new RoomWanted();
    HoldBudget budget = new HoldBudget(settings.hold().maxBytes());
    RouterMeter.HELD_BYTES.gauge(budget, HoldBudget::taken).register(registry);
    AppMeans means = new AppMeans(meters, budget, wakes, wanted);
    this.control = new Control(means, new Departures(), timer, barrier);
    this.shared =
        new Shared(
            settings,
            control.table(),
            new RequestFields(settings.forwarding()),
            new FailureResponses(),
            meters,
            accessLog,
            new Activity());
    this.connector = new BackendConnector(transport).bootstrap();
    this.listen = settings.listen();
    group.forEach(executor -> addLoop((EventLoop) executor));
    this.plane = new RouterPlane(control, paths.values().stream().map(RequestPath::loop).toList());
    this.acceptor = new Acceptor(group, transport.serverChannel(), paths, shared);
  }

  /**
   * Prepares a data plane and has it listen.
   *
   * @throws RouterStartException as {@link #prepare} and {@link #listen} do
   */
  public static Router start(RouterSettings settings, MeterRegistry meters) {
    Router router = prepare(settings, meters);
    router.listen();
    return router;
  }

  /**
   * Makes a data plane that can be told of apps, and takes no requests before {@link #listen}.
   *
   * @throws RouterStartException where the transport is not to be had, or the access log cannot be
   *     written; the message names it and the remedy
   */
  public static Router prepare(RouterSettings settings, MeterRegistry meters) {
    Transport transport = transport(settings);
    AccessLog accessLog = accessLog(settings, meters);
    EventLoopGroup group = newGroup(settings, transport);
    try {
      return new Router(settings, transport, group, accessLog, meters);
    } catch (RouterStartException | InvalidValueException e) {
      stop(group);
      accessLog.close();
      throw e;
    }
  }

  /**
   * Takes requests from now on, once every event loop goes by what this router was told before. To
   * be called once; blocks for as long as that takes.
   *
   * @throws RouterStartException where an address cannot be listened on, or an event loop hangs;
   *     the message names it and the remedy, and all is closed
   */
  public void listen() {
    try {
      control.beginToServe();
      awaitLoops();
      listen.forEach(this::listen);
    } catch (RouterStartException | InvalidValueException e) {
      close();
      throw e;
    }
  }

  /** From here on no loop routes by an older table than the one that this router acknowledges. */
  private void awaitLoops() {
    CompletableFuture<Void> passed = new CompletableFuture<>();
    barrier.afterwards(() -> passed.complete(null));
    try {
      passed.get(LOOPS_TIME.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new RouterStartException(
          "an event loop did not run within %d s: the machine is overloaded, start again"
              .formatted(LOOPS_TIME.toSeconds()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RouterStartException("interrupted while starting", e);
    }
  }

  private static AccessLog accessLog(RouterSettings settings, MeterRegistry meters) {
    try {
      return JsonAccessLog.open(settings.accessLog(), meters);
    } catch (UncheckedIOException e) {
      throw new RouterStartException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Transport transport(RouterSettings settings) {
    try {
      return Transport.of(settings.transport());
    } catch (TransportUnavailableException e) {
      throw new RouterStartException(String.valueOf(e.getMessage()), e);
    }
  }

  private static EventLoopGroup newGroup(RouterSettings settings, Transport transport) {
    int loops =
        settings.eventLoops() > 0
            ? settings.eventLoops()
            : Runtime.getRuntime().availableProcessors();
    return new MultiThreadIoEventLoopGroup(
        loops, new DefaultThreadFactory("bellhop-loop"), transport.engine().get());
  }

  private void addLoop(EventLoop loop) {
    LoopContext context = new LoopContext(loop, connector, shared.settings());
    paths.put(loop, new RequestPath(context, shared));
  }

  private void listen(String address) {
    InetSocketAddress socketAddress = ListenAddress.parse(address);
    Optional<Throwable> refused = acceptor.listen(socketAddress);
    if (refused.isPresent()) {
      throw new RouterStartException(
          "cannot listen on %s (%s): stop what uses the port, or choose another"
              .formatted(address, refused.get().getMessage()),
          refused.get());
    }
  }

  /**
   * How connections to backends are opened, for whoever else has to: with the event loops, the kind
   * of channel and the resolver. To be cloned before anything is set.
   */
  public Bootstrap connector() {
    return connector.clone(group);
  }

  /** Where changes to the table of apps are to be told. */
  public CheckedAppListener appListener() {
    return control;
  }

  /** What is listened on, with the ports that were really taken. */
  public List<InetSocketAddress> addresses() {
    return acceptor.addresses();
  }

  /** How each backend of an app does, also those that take no requests; by deployment. */
  public List<BackendLoad> loads(AppName app) {
    return BackendLoads.of(control.backends(app));
  }

  /** What a rollout steers and watches. */
  public DataPlane dataPlane() {
    return plane;
  }

  /**
   * Has sleeping apps woken by this demand from now on; until then their requests get {@code
   * app_asleep}. A second call replaces the first; best before {@link #listen}.
   */
  public void demand(Demand demand) {
    wakes.demand(demand);
    demand.onProspect(control::prospectChanged);
  }

  /**
   * Has a listener told, on event loops, that a request of an app waits for a run of its own; it
   * must not block.
   */
  public void onRunWanted(Consumer<AppName> listener) {
    wanted.tell(listener);
  }

  /** Requests of an app that wait for a backend with room. */
  public int waiting(AppName app) {
    return control.waiting(app);
  }

  /** Has requests that wait for runs of their own fail with that; empty has them wait again. */
  public void runTrouble(AppName app, Optional<WakeTrouble> trouble) {
    control.runTrouble(app, trouble.orElse(null));
  }

  /** Tells of an app that this router woke for no request, to be counted by its cause. */
  public void woken(AppName app, String cause) {
    control.woken(app, cause);
  }

  /** Tells how agents brought up an app that this router woke, to be measured. */
  public void wakePhases(AppName app, WakePhases phases) {
    control.wakePhases(app, phases);
  }

  /** What the data plane is doing now. */
  public RouterActivity activity() {
    Activity activity = shared.activity();
    return new RouterActivity(
        transport.label(),
        activity.connections().get(),
        activity.requests().intValue(),
        activity.tunnels().intValue());
  }

  /**
   * Stops accepting connections, closes idle ones, and waits for requests and tunnels under way.
   * Blocks until they have ended, at the longest until the deadline.
   *
   * @return what was still under way at the deadline, to be cut by {@link #close()}
   */
  public RouterActivity drain(Duration deadline) {
    shared.activity().drain();
    acceptor.stopListening();
    acceptor.closeIdle();
    long end = System.nanoTime() + deadline.toNanos();
    while (busy(activity()) && System.nanoTime() < end) {
      pause();
    }
    return activity();
  }

  private static boolean busy(RouterActivity activity) {
    return activity.requests() > 0 || activity.tunnels() > 0;
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Cuts what is left and frees everything; does nothing the second time. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    acceptor.stopListening();
    acceptor.cutAll();
    wakes.close();
    paths.forEach((loop, path) -> loop.execute(path.loop()::close));
    stop(group);
    // Last, as what was cut is logged too.
    shared.accessLog().close();
  }

  private static void stop(EventLoopGroup group) {
    group
        .shutdownGracefully(0, STOP_TIME.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(STOP_TIME.toMillis() * 2);
  }

  /** Tells every loop of the backends that left. */
  private final class Departures implements RetirementListener {
    @Override
    public void retired(Backend backend, Duration tunnelDrain) {
      paths.values().forEach(path -> path.loop().retire(backend, tunnelDrain));
    }

    @Override
    public void failing(Backend backend) {
      paths.values().forEach(path -> path.loop().failing(backend));
    }

    @Override
    public void asleep(Backend backend) {
      paths.values().forEach(path -> path.loop().asleep(backend));
    }
  }
}

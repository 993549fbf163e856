package io.bellhop.agent;

import io.bellhop.agent.reconcile.Cut;
import io.bellhop.model.AppName;
import io.bellhop.model.StoreException;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.CrashLoop;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.ExitReport;
import io.bellhop.model.launch.InstanceEvent;
import io.bellhop.model.launch.InstanceEvent.Kind;
import io.bellhop.model.launch.SlotClaims;
import io.bellhop.model.launch.SlotKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people what happens to instances. What comes within a moment goes with one change, and
 * behind what somebody waits for: at the time at which an instance is ready, routers have better to
 * do than to hear the news of it. What the store does not take is told again later, of each app the
 * latest. Thread safe.
 */
final class Happenings {
  private static final Logger LOG = LoggerFactory.getLogger(Happenings.class);
  private static final int MOST_UNTOLD = 50;
  private static final int LINES_TOLD = 3;

  private final AgentId me;
  private final SlotClaims claims;
  private final Workers workers;
  private final InstantSource clock;
  private final Map<AppName, Deque<InstanceEvent>> untold = new LinkedHashMap<>();
  private boolean telling;

  Happenings(AgentId me, SlotClaims claims, Workers workers, InstantSource clock) {
    this.me = me;
    this.claims = claims;
    this.workers = workers;
    this.clock = clock;
  }

  void started(SlotKey slot) {
    add(slot, Kind.STARTED, "instance %s was started on agent %s".formatted(slot, me));
  }

  void ready(SlotKey slot, String address, Duration took) {
    String message =
        "instance %s listens on %s, %d ms after its start"
            .formatted(slot, address, took.toMillis());
    add(slot, Kind.READY, message);
  }

  void ended(SlotKey slot, ExitReport report) {
    Kind kind =
        switch (report.reason()) {
          case STOPPED -> Kind.STOPPED;
          case NOT_STARTED -> Kind.NOT_STARTED;
          default -> Kind.EXITED;
        };
    List<String> lines = report.lastLines();
    String said =
        kind == Kind.STOPPED || lines.isEmpty()
            ? ""
            : "; it printed last: "
                + String.join(
                    " | ", lines.subList(Math.max(0, lines.size() - LINES_TOLD), lines.size()));
    add(slot, kind, report.message() + said);
  }

  void cut(Cut cut) {
    SlotKey slot = cut.instance().slot();
    long seconds = cut.drained().toSeconds();
    String message =
        switch (cut.code()) {
          case DRAIN_TIMEOUT ->
              ("instance %s is stopped with %s, %d s after it was taken out of rotation: have them"
                      + " end what they do sooner, or connect anew")
                  .formatted(slot, clients(cut.connected()), seconds);
          case NO_ROOM ->
              ("instance %s is stopped with %s, %d s after it was taken out of rotation, as there is"
                      + " no room for what replaces it: add an agent, or choose a smaller size")
                  .formatted(slot, clients(cut.connected()), seconds);
          case CLIENTS_UNSEEN ->
              ("instance %s is stopped %d s after it was taken out of rotation, though clients may"
                      + " be connected: agent %s cannot see; run it as root on the host of its instances")
                  .formatted(slot, seconds, me);
        };
    LOG.info("{}", message);
    add(slot, Kind.CUT, message);
  }

  private static String clients(OptionalInt connected) {
    if (connected.isEmpty()) {
      return "clients that cannot be seen, if any,";
    }
    int count = connected.getAsInt();
    return count + (count == 1 ? " client" : " clients") + " still connected";
  }

  /** One failure is told by itself; a row of them is a loop. */
  void crashLooping(DeploymentKey deployment, CrashLoop loop) {
    if (loop.failures() > 1) {
      Duration wait = Duration.between(clock.instant(), loop.notBefore());
      String message =
          "%s failed %d times in a row and is started again in %d s: mend it and deploy it anew"
              .formatted(deployment, loop.failures(), Math.max(0, wait.toSeconds()));
      add(deployment, OptionalInt.empty(), Kind.CRASH_LOOP, message);
    }
  }

  void cannotStart(DeploymentKey deployment, String trouble) {
    String message = "agent %s starts no instance of %s: %s".formatted(me, deployment, trouble);
    add(deployment, OptionalInt.empty(), Kind.NOT_STARTED, message);
  }

  void shortfall(DeploymentKey deployment, String message) {
    add(deployment, OptionalInt.empty(), Kind.NO_CAPACITY, message);
  }

  private void add(SlotKey slot, Kind kind, String message) {
    add(slot.deployment(), OptionalInt.of(slot.index()), kind, message);
  }

  private void add(DeploymentKey of, OptionalInt slot, Kind kind, String message) {
    InstanceEvent event =
        new InstanceEvent(0, clock.instant(), kind, of.deployment(), slot, me, message);
    synchronized (this) {
      keep(of.app(), List.of(event));
    }
  }

  private void keep(AppName app, List<InstanceEvent> events) {
    Deque<InstanceEvent> all = untold.computeIfAbsent(app, fresh -> new ArrayDeque<>());
    all.addAll(events);
    while (all.size() > MOST_UNTOLD) {
      all.removeFirst();
    }
  }

  /** Tells what is not told yet, if anything; to be called every now and then. */
  void tell() {
    synchronized (this) {
      if (telling || untold.isEmpty()) {
        return;
      }
      telling = true;
    }
    if (!workers.news(this::tellAll)) {
      done();
    }
  }

  private void tellAll() {
    try {
      for (Map.Entry<AppName, List<InstanceEvent>> each : take().entrySet()) {
        tell(each.getKey(), each.getValue());
      }
    } finally {
      done();
    }
  }

  private synchronized Map<AppName, List<InstanceEvent>> take() {
    Map<AppName, List<InstanceEvent>> taken = new LinkedHashMap<>();
    untold.forEach((app, events) -> taken.put(app, new ArrayList<>(events)));
    untold.clear();
    return taken;
  }

  private void tell(AppName app, List<InstanceEvent> events) {
    try {
      claims.happened(app, events);
    } catch (StoreException e) {
      LOG.debug("what happened to {} is told later: {}", app, e.getMessage());
      synchronized (this) {
        List<InstanceEvent> later = new ArrayList<>(untold.getOrDefault(app, new ArrayDeque<>()));
        untold.remove(app);
        keep(app, events);
        keep(app, later);
      }
    }
  }

  private synchronized void done() {
    telling = false;
  }
}

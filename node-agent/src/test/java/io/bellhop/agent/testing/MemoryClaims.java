package io.bellhop.agent.testing;

import io.bellhop.model.AppName;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.InstanceState;
import io.bellhop.model.StoreException;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.Boot;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.ClaimOutcome;
import io.bellhop.model.launch.CrashLoop;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.ExitReport;
import io.bellhop.model.launch.InstanceEvent;
import io.bellhop.model.launch.SlotBoard;
import io.bellhop.model.launch.SlotClaims;
import io.bellhop.model.launch.SlotHolder;
import io.bellhop.model.launch.SlotKey;
import io.bellhop.model.launch.WantedDeployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** A shared store without a ZooKeeper, whose outages and expired sessions a test decides. */
public final class MemoryClaims implements SlotClaims {
  private final Map<DeploymentKey, WantedDeployment> wanted = new TreeMap<>();
  private final Map<SlotKey, SlotHolder> holders = new TreeMap<>();
  private final Map<SlotKey, BackendAddress> addresses = new TreeMap<>();
  private final Map<SlotKey, Boot> boots = new TreeMap<>();
  private final Map<AgentId, AgentInfo> agents = new TreeMap<>();
  private final Map<DeploymentKey, CrashLoop> loops = new TreeMap<>();
  private final Map<AppName, List<WantedDeployment>> asleep = new ConcurrentHashMap<>();
  private final List<String> vetoes = new CopyOnWriteArrayList<>();
  private final List<ExitReport> reports = new CopyOnWriteArrayList<>();
  private final List<Claim> granted = new CopyOnWriteArrayList<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final List<InstanceEvent> events = new CopyOnWriteArrayList<>();
  private final Semaphore newsTaken = new Semaphore(Integer.MAX_VALUE);
  private long transaction;
  private boolean away;

  @Override
  public synchronized SlotBoard board() {
    return new SlotBoard(
        !away,
        transaction,
        new ArrayList<>(wanted.values()),
        holders,
        new ArrayList<>(agents.values()),
        loops);
  }

  @Override
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  public void want(WantedDeployment deployment) {
    change(() -> wanted.put(deployment.key(), deployment));
  }

  public void forget(DeploymentKey deployment) {
    change(() -> wanted.remove(deployment));
  }

  /** ZooKeeper cannot be reached from now on, or can be again. */
  public void away(boolean now) {
    change(() -> away = now);
  }

  /** All that the agent's session held is gone. */
  public void expire(AgentId agent) {
    change(
        () -> {
          agents.remove(agent);
          holders.values().removeIf(holder -> holder.agent().equals(agent));
        });
  }

  /** The session of whoever had the slot expired, and another agent was quicker to claim it. */
  public void give(SlotKey slot, AgentId agent) {
    change(() -> holders.put(slot, new SlotHolder(agent, transaction, InstanceState.READY)));
  }

  private void change(Runnable change) {
    synchronized (this) {
      transaction++;
      change.run();
    }
    listeners.forEach(Runnable::run);
  }

  @Override
  public void announce(AgentInfo agent) throws StoreException {
    checkHere();
    change(() -> agents.put(agent.id(), agent));
  }

  @Override
  public ClaimOutcome claim(SlotKey slot, AgentId agent, Optional<BackendAddress> running)
      throws StoreException {
    checkHere();
    ClaimOutcome outcome = decide(slot, agent, running);
    listeners.forEach(Runnable::run);
    return outcome;
  }

  private synchronized ClaimOutcome decide(
      SlotKey slot, AgentId agent, Optional<BackendAddress> running) {
    SlotHolder holder = holders.get(slot);
    WantedDeployment of = wanted.get(slot.deployment());
    if (of == null || slot.index() >= of.instances()) {
      return new ClaimOutcome.NotWanted();
    }
    if (holder != null && !holder.agent().equals(agent)) {
      return new ClaimOutcome.Taken(holder.agent());
    }
    Claim claim = new Claim(slot, agent, ++transaction);
    InstanceState state = running.isPresent() ? InstanceState.READY : InstanceState.STARTING;
    holders.put(slot, new SlotHolder(agent, claim.generation(), state));
    running.ifPresent(address -> addresses.put(slot, address));
    granted.add(claim);
    return new ClaimOutcome.Granted(claim);
  }

  @Override
  public void publish(Claim claim, BackendAddress address, InstanceState state, Optional<Boot> boot)
      throws StoreException {
    checkHere();
    if (!holds(claim)) {
      throw new StoreException(StoreException.Reason.NOT_FOUND, "the claim is over");
    }
    change(
        () -> {
          holders.put(claim.slot(), new SlotHolder(claim.agent(), claim.generation(), state));
          addresses.put(claim.slot(), address);
          boot.ifPresent(each -> boots.put(claim.slot(), each));
        });
  }

  /** How the instance in a slot came up, by what routers were told. */
  public synchronized Optional<Boot> boot(SlotKey slot) {
    return Optional.ofNullable(boots.get(slot));
  }

  @Override
  public boolean drain(Claim claim, BackendAddress address, long revision) throws StoreException {
    checkHere();
    if (wants(claim.slot(), revision)) {
      return false;
    }
    publish(claim, address, InstanceState.DRAINING, Optional.empty());
    return true;
  }

  /** The app of a deployment sleeps. */
  public void sleep(DeploymentKey deployment) {
    change(
        () -> {
          asleep.put(deployment.app(), List.copyOf(wanted.values()));
          wanted.replaceAll((key, each) -> each.withInstances(0));
        });
  }

  @Override
  public boolean keepAwake(AppName app, String why) throws StoreException {
    checkHere();
    List<WantedDeployment> before = asleep.remove(app);
    if (before == null) {
      return false;
    }
    vetoes.add(why);
    change(() -> before.forEach(each -> wanted.put(each.key(), each)));
    return true;
  }

  /** Why apps were kept awake. */
  public List<String> vetoes() {
    return vetoes;
  }

  private synchronized boolean wants(SlotKey slot, long revision) {
    WantedDeployment of = wanted.get(slot.deployment());
    return of != null && of.revision() == revision && slot.index() < of.instances();
  }

  private synchronized boolean holds(Claim claim) {
    SlotHolder holder = holders.get(claim.slot());
    return holder != null && holder.generation() == claim.generation();
  }

  @Override
  public void release(Claim claim, ExitReport report) throws StoreException {
    checkHere();
    reports.add(report);
    free(claim);
  }

  @Override
  public void free(Claim claim) throws StoreException {
    checkHere();
    if (holds(claim)) {
      change(() -> holders.remove(claim.slot()));
    }
  }

  @Override
  public void crashLooping(DeploymentKey deployment, CrashLoop loop) throws StoreException {
    checkHere();
    change(() -> loops.put(deployment, loop));
  }

  @Override
  public void recovered(DeploymentKey deployment) throws StoreException {
    checkHere();
    change(() -> loops.remove(deployment));
  }

  @Override
  public void happened(AppName app, List<InstanceEvent> news) throws StoreException {
    checkHere();
    newsTaken.acquireUninterruptibly();
    newsTaken.release();
    events.addAll(news);
  }

  /** Whoever tells what happened waits from now on, until {@link #takeNews()}. */
  public void holdNews() {
    newsTaken.drainPermits();
  }

  public void takeNews() {
    newsTaken.release(Integer.MAX_VALUE);
  }

  /** What was told, in its order. */
  public List<InstanceEvent> events() {
    return List.copyOf(events);
  }

  private synchronized void checkHere() throws StoreException {
    if (away) {
      throw new StoreException(StoreException.Reason.UNAVAILABLE, "ZooKeeper is away");
    }
  }

  /** The slots of a deployment whose instances are ready. */
  public synchronized List<SlotKey> ready(DeploymentKey deployment) {
    return holders.entrySet().stream()
        .filter(each -> each.getKey().deployment().equals(deployment))
        .filter(each -> each.getValue().state() == InstanceState.READY)
        .map(Map.Entry::getKey)
        .toList();
  }

  public synchronized Optional<SlotHolder> holder(SlotKey slot) {
    return Optional.ofNullable(holders.get(slot));
  }

  public synchronized BackendAddress address(SlotKey slot) {
    return Optional.ofNullable(addresses.get(slot)).orElseThrow();
  }

  public synchronized Optional<CrashLoop> crashLoop(DeploymentKey deployment) {
    return Optional.ofNullable(loops.get(deployment));
  }

  public List<ExitReport> reports() {
    return List.copyOf(reports);
  }

  public List<Claim> granted() {
    return List.copyOf(granted);
  }
}

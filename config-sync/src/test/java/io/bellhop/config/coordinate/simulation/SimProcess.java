package io.bellhop.config.coordinate.simulation;

import io.bellhop.config.coordinate.nodes.Commit;
import io.bellhop.config.coordinate.nodes.Worker;
import io.bellhop.config.coordinate.nodes.Write;
import io.bellhop.model.RouterId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A router's process: its one worker, its session, its node among the routers. It can stand still,
 * be cut off, and die.
 *
 * <pre>
 *   away ──connect──▶ announces itself ──its node is there──▶ connected
 *    ▲                                                            │
 *    └── cut off; after a while the session expires ◀─────────────┘
 * </pre>
 */
final class SimProcess implements Worker {
  static final long SESSION_MILLIS = 400;
  private static final byte[] NOTHING = {};

  private final RouterId id;
  private final SimWorld world;
  private final Events events;
  private final Part part;
  private @Nullable SimSession session;
  private long sessionId;
  private long lastSessionId;
  private long lostAt = -1;
  private long pausedUntil;
  private boolean dead;

  SimProcess(RouterId id, SimWorld world, Part part) {
    this.id = id;
    this.world = world;
    this.events = world.events();
    this.part = part;
  }

  /** What runs in the process. */
  interface Part {
    /** There is a connection, and its own node; of the same session as the one before or not. */
    void connected(SimSession made, boolean same);

    /** There is none any more. */
    void disconnected();

    /** What becomes of a transaction on its way; empty for nothing is sent at all. */
    List<Write> onItsWay(List<Write> writes);

    /** Its session ended. */
    default void expired() {}
  }

  /** The session it believes to have; null while it is cut off. */
  @Nullable SimSession session() {
    return session;
  }

  boolean isDead() {
    return dead;
  }

  boolean isAwake() {
    return !dead && events.now() >= pausedUntil;
  }

  @Override
  public void execute(Runnable task) {
    if (dead) {
      return;
    }
    if (events.now() < pausedUntil) {
      events.at(pausedUntil, () -> execute(task));
    } else {
      events.in(0, () -> runUnlessDead(task));
    }
  }

  private void runUnlessDead(Runnable task) {
    if (isAwake()) {
      task.run();
    } else {
      execute(task);
    }
  }

  @Override
  public Runnable schedule(Runnable task, Duration delay) {
    boolean[] off = {false};
    Runnable unlessOff =
        () -> {
          if (!off[0]) {
            task.run();
          }
        };
    events.in(Math.max(1, delay.toMillis()), () -> execute(unlessOff));
    return () -> off[0] = true;
  }

  @Override
  public long nowMillis() {
    return events.now();
  }

  /** Connects, by the session there was if it has not expired. */
  void connect() {
    if (dead || (session != null && session.isUp())) {
      return;
    }
    boolean expired = sessionId == 0 || (lostAt >= 0 && events.now() - lostAt >= SESSION_MILLIS);
    if (expired) {
      sessionId = world.newSession();
    }
    lostAt = -1;
    SimSession made = new SimSession(world.zookeeper(), events, this, sessionId, part::onItsWay);
    session = made;
    world.trace(() -> id + " connects, session " + sessionId);
    announce(made);
  }

  private void announce(SimSession made) {
    Write.Create create = new Write.Create(SimWorld.PATHS.router(id), NOTHING, true);
    made.commit(
        List.of(create, new Write.Put(SimWorld.PATHS.routers(), NOTHING, Write.ANY_VERSION)),
        outcome -> {
          if (made != session) {
            return;
          }
          if (outcome instanceof Commit.Refused) {
            takeOver(made, create.path());
          } else if (outcome instanceof Commit.Done) {
            announced(made);
          } else {
            Runnable unused = schedule(() -> again(made), Duration.ofMillis(50));
          }
        });
  }

  private void again(SimSession made) {
    if (made == session && made.isUp()) {
      announce(made);
    }
  }

  private void takeOver(SimSession made, String path) {
    boolean own = world.zookeeper().now(path).filter(n -> n.session() == sessionId).isPresent();
    if (own) {
      announced(made);
      return;
    }
    made.commit(List.of(new Write.Delete(path, Write.ANY_VERSION)), outcome -> again(made));
  }

  private void announced(SimSession made) {
    boolean same = sessionId == lastSessionId;
    lastSessionId = sessionId;
    part.connected(made, same);
  }

  /** The connection breaks; the session expires unless it is back in time. */
  void disconnect() {
    SimSession current = session;
    if (current == null || !current.isUp()) {
      return;
    }
    world.trace(() -> id + " is cut off");
    current.goDown();
    session = null;
    lost(events.now());
    part.disconnected();
  }

  private void lost(long since) {
    lostAt = since;
    long expiring = sessionId;
    events.in(
        SESSION_MILLIS,
        () -> {
          if (lostAt == since) {
            world.trace(() -> "session " + expiring + " of " + id + " expires");
            part.expired();
            world.zookeeper().expire(expiring);
          }
        });
  }

  /** It stands still; what it does goes on afterwards as if nothing had been. */
  void pause(long millis) {
    world.trace(() -> id + " pauses for " + millis + " ms");
    pausedUntil = events.now() + millis;
    SimSession current = session;
    if (current != null && current.isUp() && millis >= SESSION_MILLIS) {
      long since = events.now();
      lost(since);
      events.in(millis, () -> awake(current, since));
    }
  }

  private void awake(SimSession before, long since) {
    if (!dead && session == before) {
      before.goDown();
      session = null;
      lostAt = since;
      execute(part::disconnected);
      execute(this::connect);
    }
  }

  /** It dies. */
  void kill() {
    world.trace(() -> id + " is killed");
    dead = true;
    SimSession current = session;
    if (current != null) {
      current.goDown();
    }
    lost(events.now());
  }

  /** It is back, where it was cut off. */
  void heal() {
    if (!dead) {
      execute(this::connect);
    }
  }
}

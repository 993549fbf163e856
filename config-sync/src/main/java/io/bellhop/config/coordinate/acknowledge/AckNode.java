package io.bellhop.config.coordinate.acknowledge;

import io.bellhop.config.coordinate.nodes.Commit;
import io.bellhop.config.coordinate.nodes.Nodes;
import io.bellhop.config.coordinate.nodes.Worker;
import io.bellhop.config.coordinate.nodes.Write;
import io.bellhop.config.json.RolloutJson;
import io.bellhop.model.rollout.RouterAck;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * This router's acknowledgement of one app, as an ephemeral node: brought to what is wanted, one
 * transaction at a time, only the last of several that wait. Used on the worker.
 *
 * <pre>
 *   not there ──make──▶ there ──replace──▶ there ──remove──▶ not there
 *       │  ▲ └─ no parent ──▶ make it        │
 *       │  └──────────── gone ───────────────┘
 *       └─ left by a session before this one ──▶ remove and make, at once
 * </pre>
 */
final class AckNode {
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final byte[] NOTHING = {};

  private final String path;
  private final Worker worker;
  private final Runnable onWritten;
  private @Nullable Nodes nodes;
  private @Nullable RouterAck wanted;
  private @Nullable RouterAck written;
  private boolean there;
  private boolean leftBySessionBefore;
  private boolean underWay;

  AckNode(String path, Worker worker, Runnable onWritten) {
    this.path = path;
    this.worker = worker;
    this.onWritten = onWritten;
  }

  /** What was given last to be written; null for nothing. */
  @Nullable RouterAck wanted() {
    return wanted;
  }

  boolean isSettled() {
    return wanted == null && !there && !underWay;
  }

  /** Another session, or none: nothing that was written in the one before counts. */
  void session(@Nullable Nodes session) {
    nodes = session;
    written = null;
    there = false;
    leftBySessionBefore = false;
    underWay = false;
    flush();
  }

  void put(@Nullable RouterAck ack) {
    wanted = ack;
    flush();
  }

  private void flush() {
    Nodes session = nodes;
    if (session == null
        || underWay
        || (Objects.equals(wanted, written) && there == (wanted != null))) {
      return;
    }
    underWay = true;
    RouterAck ack = wanted;
    session.commit(writes(ack), outcome -> committed(session, ack, outcome));
  }

  private List<Write> writes(@Nullable RouterAck ack) {
    Write.Delete delete = new Write.Delete(path, Write.ANY_VERSION);
    if (ack == null) {
      return List.of(delete);
    }
    byte[] json = RolloutJson.write(ack);
    Write.Create create = new Write.Create(path, json, true);
    if (leftBySessionBefore) {
      return List.of(delete, create);
    }
    return List.of(there ? new Write.Put(path, json, Write.ANY_VERSION) : create);
  }

  private void committed(Nodes session, @Nullable RouterAck ack, Commit outcome) {
    if (session != nodes) {
      return; // Of a session before this one.
    }
    underWay = false;
    if (outcome instanceof Commit.Done) {
      there = ack != null;
      leftBySessionBefore = false;
      written = ack;
      onWritten.run();
      flush();
    } else if (outcome instanceof Commit.Refused refused) {
      refused(session, ack, refused.cause());
    } else {
      later();
    }
  }

  private void refused(Nodes session, @Nullable RouterAck ack, Commit.Cause cause) {
    if (cause == Commit.Cause.EXISTS) {
      leftBySessionBefore = true;
      flush();
    } else if (ack == null || there || leftBySessionBefore) {
      there = false;
      leftBySessionBefore = false;
      written = null;
      flush();
    } else {
      makeParent(session);
    }
  }

  private void makeParent(Nodes session) {
    underWay = true;
    String parent = path.substring(0, path.lastIndexOf('/'));
    session.commit(
        List.of(new Write.Create(parent, NOTHING, false)),
        outcome -> {
          if (session == nodes) {
            underWay = false;
            // Missing above the parent too: the app is gone, and with it what is to be said.
            if (outcome instanceof Commit.Done
                || (outcome instanceof Commit.Refused refused
                    && refused.cause() == Commit.Cause.EXISTS)) {
              flush();
            }
          }
        });
  }

  private void later() {
    // It may have been made or not: making it again tells.
    there = false;
    written = null;
    Runnable unused = worker.schedule(this::flush, RETRY);
  }
}

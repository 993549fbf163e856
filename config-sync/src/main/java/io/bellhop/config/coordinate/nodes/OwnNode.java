package io.bellhop.config.coordinate.nodes;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ephemeral node of this router's: brought to what is wanted, one transaction at a time, only
 * the last of several that wait. Used on the worker.
 *
 * <pre>
 *   not there ──make──▶ there ──replace──▶ there ──remove──▶ not there
 *       │  ▲ └─ no parent ──▶ make it        │
 *       │  └──────────── gone ───────────────┘
 *       └─ there, nobody knows of which session ──▶ remove and make, at once
 * </pre>
 */
public final class OwnNode {
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final byte[] NOTHING = {};

  private final String path;
  private final Worker worker;
  private final Runnable onWritten;
  private @Nullable Nodes nodes;
  private byte @Nullable [] wanted;
  private byte @Nullable [] written;
  private boolean leftBehind;
  private boolean underWay;

  /**
   * None yet.
   *
   * @param onWritten told of each transaction
   */
  public OwnNode(String path, Worker worker, Runnable onWritten) {
    this.path = path;
    this.worker = worker;
    this.onWritten = onWritten;
  }

  /** Whether it is as wanted. */
  public boolean isSettled() {
    return !underWay && !leftBehind && Arrays.equals(wanted, written);
  }

  /**
   * There is a connection, or none. What was written in the same session stays; in the one before
   * it is gone, or goes soon.
   *
   * @param same whether it is the session of the connection before
   */
  public void session(@Nullable Nodes session, boolean same) {
    nodes = session;
    if (underWay) {
      underWay = false;
      unknown();
    } else if (!same) {
      leftBehind |= written != null || wanted != null;
      written = null;
    }
    flush();
  }

  /**
   * What was under way may be done or not, whatever is wanted by now: making the node tells, and so
   * does removing it.
   */
  private void unknown() {
    leftBehind = true;
    written = null;
  }

  /** Has it hold something, or be gone. */
  public void put(byte @Nullable [] content) {
    wanted = content;
    flush();
  }

  private void flush() {
    Nodes session = nodes;
    if (session == null || underWay || isSettled()) {
      return;
    }
    underWay = true;
    byte[] content = wanted;
    session.commit(
        writes(content),
        outcome -> {
          if (session == nodes) {
            underWay = false;
            committed(session, content, outcome);
          }
        });
  }

  private List<Write> writes(byte @Nullable [] content) {
    Write.Delete delete = new Write.Delete(path, Write.ANY_VERSION);
    if (content == null) {
      return List.of(delete);
    }
    Write.Create create = new Write.Create(path, content, true);
    if (leftBehind) {
      return List.of(delete, create);
    }
    return List.of(written == null ? create : new Write.Put(path, content, Write.ANY_VERSION));
  }

  private void committed(Nodes session, byte @Nullable [] content, Commit outcome) {
    if (outcome instanceof Commit.Done) {
      written = content;
      leftBehind = false;
      onWritten.run();
      flush();
    } else if (outcome instanceof Commit.Refused refused) {
      refused(session, content, refused.cause());
    } else {
      unknown();
      Runnable unused = worker.schedule(this::flush, RETRY);
    }
  }

  private void refused(Nodes session, byte @Nullable [] content, Commit.Cause cause) {
    if (cause == Commit.Cause.EXISTS) {
      leftBehind = true;
      flush();
    } else if (content == null || leftBehind || written != null) {
      written = null;
      leftBehind = false;
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
            boolean there =
                outcome instanceof Commit.Done
                    || (outcome instanceof Commit.Refused refused
                        && refused.cause() == Commit.Cause.EXISTS);
            if (there) {
              flush();
            }
          }
        });
  }
}

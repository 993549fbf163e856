package io.bellhop.router.exchange;

import io.bellhop.model.AppTimeouts;
import io.bellhop.router.failure.Failure;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The way of a request to a backend: its head, and its body piece by piece. What comes before there
 * is a backend to write to waits here; the client is not read meanwhile, so that is one read at
 * most. What was sent is kept, within bounds, while the request could still be sent again.
 */
final class Upload {
  private final ClientStream client;
  private final InboundRequest request;
  private final ReplayMemory memory;
  private final long maxBodyBytes;
  private final int maxReplayBytes;
  private @Nullable ArrayDeque<HttpContent> unsent;
  private @Nullable Replay replay;
  private boolean partlyLost;
  private long bodyBytes;
  private boolean complete;
  private boolean broken;

  /**
   * A request of which nothing was sent yet.
   *
   * @param maxReplayBytes of its body to be kept to be sent again; 0 where that is not to be
   */
  Upload(
      ClientStream client,
      InboundRequest request,
      ReplayMemory memory,
      long maxBodyBytes,
      int maxReplayBytes) {
    this.client = client;
    this.request = request;
    this.memory = memory;
    this.maxBodyBytes = maxBodyBytes;
    this.maxReplayBytes = maxReplayBytes;
    this.complete = request.contentLength() == 0;
  }

  /** Whether the whole request has come; one without a body has once its head was read. */
  boolean complete() {
    return complete;
  }

  long bodyBytes() {
    return bodyBytes;
  }

  /** Whether all that was sent can be sent again. Nobody knows what an upgrade led to. */
  boolean replayable() {
    return !partlyLost && request.upgrade().isEmpty();
  }

  /**
   * The backend reads no more: what still comes is not sent, as its answer may come all the same.
   *
   * @param unanswered the connection that an answer is awaited on; null where it is not
   */
  void breakOff(@Nullable BackendConnection unanswered, AppTimeouts timeouts) {
    broken = true;
    if (unanswered != null) {
      client.setReading(true);
      unanswered.deadline().in(timeouts.firstByte().toNanos());
    }
  }

  /**
   * The backend takes the body in faster or slower than it comes.
   *
   * @param unanswered the connection that an answer is awaited on; null where it is not
   */
  void backendWritable(boolean writable, @Nullable BackendConnection unanswered) {
    if (!complete) {
      client.setReading(writable);
      if (writable && unanswered != null) {
        unanswered.deadline().cancel();
      }
    }
  }

  boolean broken() {
    return broken;
  }

  /** Writes the request, as far as it has come, to a backend; to another one if need be. */
  void sendTo(BackendConnection to) {
    broken = false;
    HttpRequest head = request.head();
    boolean isHead = HttpMethod.HEAD.equals(head.method());
    // Known to be whole, it makes one buffer and one system call.
    to.write(request.contentLength() == 0 ? whole(head) : head, isHead);
    if (replay != null) {
      replay.sendTo(to);
    }
    sendWaiting(to);
    client.setReading(true);
  }

  private void sendWaiting(BackendConnection to) {
    if (unsent != null) {
      ArrayDeque<HttpContent> waiting = unsent;
      unsent = null;
      waiting.forEach(piece -> send(piece, to));
    }
  }

  private void send(HttpContent piece, BackendConnection to) {
    keepForReplay(piece);
    if (broken) {
      piece.release();
    } else {
      to.writeContent(piece);
    }
  }

  /**
   * Passes a piece of the body on, or lets it wait where there is no connection yet. Takes the
   * reference over.
   *
   * @return what is wrong with it; null where nothing is
   */
  @Nullable Failure take(HttpContent content, @Nullable BackendConnection to) {
    bodyBytes += content.content().readableBytes();
    Failure refused = refusal(content);
    if (refused == null && content instanceof LastHttpContent last) {
      complete = true;
      TrailerFields.prepare(last);
    }
    if (refused != null) {
      content.release();
    } else if (to == null) {
      waitForBackend(content);
    } else {
      send(content, to);
    }
    return refused;
  }

  private @Nullable Failure refusal(HttpContent content) {
    if (content.decoderResult().isFailure()) {
      return Failure.BAD_BODY;
    }
    return bodyBytes > maxBodyBytes ? Failure.BODY_TOO_LARGE : null;
  }

  private void waitForBackend(HttpContent content) {
    if (unsent == null) {
      unsent = new ArrayDeque<>(2);
    }
    unsent.add(content);
    client.setReading(complete);
  }

  /**
   * Gives the backend the time that it may take for what is to come from it next: to take in more
   * of the body, or to begin its response.
   */
  void await(BackendConnection to, boolean unanswered, AppTimeouts timeouts) {
    if (unanswered && complete) {
      to.deadline().in(timeouts.firstByte().toNanos());
    } else if (!complete && !to.isWritable()) {
      client.setReading(false);
      to.deadline().in(timeouts.bodyIdle().toNanos());
    }
  }

  private void keepForReplay(HttpContent piece) {
    if (partlyLost) {
      return;
    }
    if (replay == null && request.contentLength() <= maxReplayBytes && maxReplayBytes > 0) {
      replay = new Replay(memory, maxReplayBytes);
    }
    if (replay == null || !replay.keep(piece)) {
      sendOnce();
    }
  }

  /** The request will not be sent again: what was kept for that is let go. */
  void sendOnce() {
    partlyLost = true;
    if (replay != null) {
      replay.release();
      replay = null;
    }
  }

  void release() {
    sendOnce();
    if (unsent != null) {
      unsent.forEach(HttpContent::release);
      unsent = null;
    }
  }

  private static HttpRequest whole(HttpRequest head) {
    return new DefaultFullHttpRequest(
        head.protocolVersion(),
        head.method(),
        head.uri(),
        Unpooled.EMPTY_BUFFER,
        head.headers(),
        EmptyHttpHeaders.INSTANCE);
  }
}

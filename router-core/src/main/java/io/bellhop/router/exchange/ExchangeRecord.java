package io.bellhop.router.exchange;

import io.bellhop.router.control.AppSlot;
import io.bellhop.router.control.Backend;
import io.bellhop.router.failure.Failure;
import io.bellhop.router.record.AccessEntry;
import io.bellhop.router.record.AccessLog;
import io.bellhop.router.record.Meters;
import io.bellhop.router.record.RetryReason;
import io.bellhop.router.record.RetryRefusal;
import io.bellhop.router.wake.Wake;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What is noted of one request on its way, told to meters and log at its end. */
final class ExchangeRecord {
  private static final long UNKNOWN = -1;

  private final InboundRequest request;
  private final Meters meters;
  private final AccessLog log;
  private final @Nullable AppSlot app;
  private @Nullable Backend backend;
  private long connectNanos = UNKNOWN;
  private long sentNanos = UNKNOWN;
  private long firstByteNanos = UNKNOWN;
  private long requestBytes;
  private long responseBytes;
  private int attempts;
  private String lastRetry = "";
  private long heldSinceNanos = UNKNOWN;
  private long heldNanos = UNKNOWN;
  private @Nullable Wake wake;

  ExchangeRecord(InboundRequest request, @Nullable AppSlot app, Meters meters, AccessLog log) {
    this.request = request;
    this.app = app;
    this.meters = meters;
    this.log = log;
  }

  /** It waits from now on, until it is sent or ends. */
  void holdBegan() {
    long nowNanos = System.nanoTime();
    holdEnded(nowNanos);
    heldSinceNanos = nowNanos;
    heldNanos = Math.max(heldNanos, 0);
  }

  private void holdEnded(long nowNanos) {
    if (heldNanos >= 0 && heldSinceNanos != UNKNOWN) {
      heldNanos += nowNanos - heldSinceNanos;
      heldSinceNanos = UNKNOWN;
    }
  }

  void attempt(Backend next) {
    leaveBackend();
    backend = next;
    attempts++;
    next.series().requestStarted();
  }

  int attempts() {
    return attempts;
  }

  /** The request is given up here and goes elsewhere: it must not count twice as in flight. */
  private void leaveBackend() {
    if (backend != null) {
      backend.series().requestMoved();
    }
  }

  void retried(RetryReason reason) {
    lastRetry = reason.label();
    if (backend != null) {
      backend.series().retried(reason);
    }
  }

  void retryRefused(RetryRefusal why) {
    if (backend != null) {
      backend.series().retryRefused(why);
    }
  }

  void connected(long tookNanos) {
    if (backend != null) {
      backend.reached();
    }
    connectNanos = tookNanos;
  }

  void sent(long nowNanos) {
    sentNanos = nowNanos;
    holdEnded(nowNanos);
  }

  /** It waits for its app to wake. */
  void waitsFor(Wake awaited) {
    if (wake != null) {
      wake.waitsAnew();
    }
    wake = awaited;
  }

  void firstByte() {
    if (wake != null) {
      wake.firstByte();
      wake = null;
    }
    long nowNanos = System.nanoTime();
    firstByteNanos = nowNanos - sentNanos;
    if (backend != null) {
      backend.answered(firstByteNanos, nowNanos);
      backend.series().firstByte(firstByteNanos);
    }
  }

  void requestBytes(long more) {
    requestBytes += more;
  }

  void responseBytes(long more) {
    responseBytes += more;
  }

  void endedWell(int status) {
    end(status, null);
  }

  void failed(Failure failure) {
    if (wake != null) {
      wake.failed(failure);
    }
    if (app != null) {
      app.series().failed(failure);
    } else {
      meters.failed(failure);
    }
    end(failure.status(), failure);
  }

  private void end(int status, @Nullable Failure failure) {
    long nowNanos = System.nanoTime();
    long durationNanos = nowNanos - request.startedNanos();
    holdEnded(nowNanos);
    if (backend != null) {
      backend.series().requestEnded(status, durationNanos);
      backend.series().relayed(requestBytes, responseBytes);
    }
    if (log.wants(status, failure != null)) {
      log.log(entry(status, failure == null ? "" : failure.code(), durationNanos));
    }
  }

  private AccessEntry entry(int status, String failure, long durationNanos) {
    HttpHeaders headers = request.head().headers();
    long durationMicros = TimeUnit.NANOSECONDS.toMicros(durationNanos);
    return new AccessEntry(
        System.currentTimeMillis() - TimeUnit.MICROSECONDS.toMillis(durationMicros),
        request.client().address(),
        request.head().method().name(),
        request.host(),
        request.head().uri(),
        request.protocol(),
        app == null ? "" : app.name().value(),
        backend == null ? "" : backend.deployment().value(),
        backend == null ? "" : backend.addressText(),
        status,
        failure,
        durationMicros,
        microsIfKnown(firstByteNanos),
        microsIfKnown(connectNanos),
        microsIfKnown(heldNanos),
        requestBytes,
        responseBytes,
        attempts,
        lastRetry,
        request.requestId(),
        headers.get(HttpHeaderNames.USER_AGENT, ""),
        headers.get(HttpHeaderNames.REFERER, ""),
        status == HttpResponseStatus.SWITCHING_PROTOCOLS.code());
  }

  private static long microsIfKnown(long nanos) {
    return nanos < 0 ? UNKNOWN : TimeUnit.NANOSECONDS.toMicros(nanos);
  }
}

package io.bellhop.router.exchange;

import io.bellhop.router.control.AppSlot;
import io.bellhop.router.control.AppView;
import io.netty.buffer.ByteBuf;
import java.time.Duration;

/**
 * Notices data on the tunnel of an app that may fall asleep. A WebSocket over which only pings,
 * pongs and closes go is silent (RFC 6455 §5.5): those are what keeps the connection, not what it
 * is for. Confined to the event loop.
 */
final class StreamPulse {
  private final AppSlot app;
  private final InboundRequest request;
  private final boolean webSocket;
  private final WebSocketFrames toClient = WebSocketFrames.ofServer();
  private final WebSocketFrames toBackend = WebSocketFrames.ofClient();
  private long movedNanos = System.nanoTime();

  StreamPulse(AppSlot app, InboundRequest request, boolean webSocket) {
    this.app = app;
    this.request = request;
    this.webSocket = webSocket;
  }

  /** Bytes go to the client; the buffer stays as it is. */
  void toClient(ByteBuf bytes) {
    feed(bytes, toClient);
  }

  /** Bytes go to the backend; the buffer stays as it is. */
  void toBackend(ByteBuf bytes) {
    feed(bytes, toBackend);
  }

  private void feed(ByteBuf bytes, WebSocketFrames frames) {
    if (webSocket && !frames.broken()) {
      frames.feed(bytes);
      if (!frames.takeData() && !frames.broken()) {
        return;
      }
    }
    moved();
  }

  private void moved() {
    movedNanos = System.nanoTime();
    if (app.activity().dataMoved()) {
      AppView view = app.view();
      if (view.asleep()) {
        // It is about to be stopped for want of anything to do: here is something.
        app.wake().ask(WakeHeads.of(request).cause(), view.epoch(), true);
      }
    }
  }

  /** Whether its app falls asleep and it has been silent for so long that this may end it. */
  boolean mayEnd() {
    AppView view = app.view();
    Duration silence = view.spec().sleep().map(each -> each.streamSilence()).orElse(Duration.ZERO);
    return view.asleep()
        && !silence.isZero()
        && System.nanoTime() - movedNanos >= silence.toNanos();
  }
}

package io.bellhop.router.exchange;

import io.bellhop.model.wake.WakeCause;
import io.bellhop.router.wake.UserAgents;
import io.netty.handler.codec.http.HttpHeaderNames;

/** What a request is called that wakes its app. */
final class WakeCauses {
  private WakeCauses() {}

  static WakeCause of(InboundRequest request) {
    String agent = request.head().headers().get(HttpHeaderNames.USER_AGENT, "");
    return new WakeCause(
        request.host(), request.path(), UserAgents.classify(agent, Navigation.is(request)));
  }
}

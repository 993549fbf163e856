package io.bellhop.router.exchange;

import io.bellhop.router.admit.Admission;
import io.bellhop.router.control.AppSlot;
import io.bellhop.router.failure.Failure;
import io.bellhop.router.pick.Pick;
import io.netty.handler.codec.http.HttpResponseStatus;

/** What a request that became a tunnel still holds, until the tunnel ends. */
final class Upgrade implements Tunnel.EndListener {
  private final AppSlot app;
  private final Pick.Lease lease;
  private final ExchangeRecord record;
  private final Activity activity;

  private Upgrade(AppSlot app, Pick.Lease lease, ExchangeRecord record, Activity activity) {
    this.app = app;
    this.lease = lease;
    this.record = record;
    this.activity = activity;
  }

  /** Counts the request as a tunnel from now on. */
  static Upgrade begin(AppSlot app, Pick.Lease lease, ExchangeRecord record, Activity activity) {
    activity.requests().decrement();
    activity.tunnels().increment();
    lease.backend().upgradeBegan();
    app.activity().tunnelBegan();
    return new Upgrade(app, lease, record, activity);
  }

  @Override
  public void ended(boolean cutByDrain) {
    lease.backend().upgradeEnded();
    lease.release();
    app.activity().tunnelEnded();
    Admission.leave(app);
    activity.tunnels().decrement();
    if (cutByDrain) {
      record.failed(Failure.DRAIN_CUT);
    } else {
      record.endedWell(HttpResponseStatus.SWITCHING_PROTOCOLS.code());
    }
  }
}

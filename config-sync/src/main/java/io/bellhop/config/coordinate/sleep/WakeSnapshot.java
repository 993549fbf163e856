package io.bellhop.config.coordinate.sleep;

import io.bellhop.config.coordinate.sleep.SleepSnapshot.Held;
import io.bellhop.model.AppName;
import io.bellhop.model.RouterId;
import io.bellhop.model.Traffic;
import io.bellhop.model.WakeBudget;
import io.bellhop.model.sleep.WakeLedger;
import io.bellhop.model.wake.WakeCause;

/**
 * All that a call to wake an app is decided on.
 *
 * @param self the router that was called
 * @param budget what the app's spec says
 * @param instances that its deployments with a weight want in all
 */
public record WakeSnapshot(
    AppName app,
    RouterId self,
    WakeCause cause,
    Held<Traffic> traffic,
    Held<WakeLedger> ledger,
    WakeBudget budget,
    int instances,
    long nowMillis) {}

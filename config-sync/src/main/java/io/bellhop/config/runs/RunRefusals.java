package io.bellhop.config.runs;

import io.bellhop.model.AccountName;
import io.bellhop.model.AppName;
import io.bellhop.model.StoreException;
import io.bellhop.model.StoreException.Reason;
import io.bellhop.model.run.RunKey;

/** Why nothing was written of a run, in a user's words. */
final class RunRefusals {
  private RunRefusals() {}

  static StoreException noApp(AppName app) {
    return new StoreException(
        Reason.NOT_FOUND, "app '%s' does not exist: create it first".formatted(app));
  }

  static StoreException noRun(RunKey run) {
    return new StoreException(
        Reason.NOT_FOUND,
        "app '%s' has no run '%s', or has it no longer: see those there are with `bellhop runs %s`"
            .formatted(run.app(), run.run(), run.app()));
  }

  static StoreException full(AppName app, int waiting) {
    return new StoreException(
        Reason.FULL,
        ("%d runs of app '%s' wait already, as many as may: try again later, cancel some, or raise"
                + " runs.maxQueued or runs.maxConcurrent")
            .formatted(waiting, app));
  }

  static StoreException accountFull(AccountName account, int runs) {
    return new StoreException(
        Reason.FULL,
        ("%d runs of account '%s' wait or run, as many as one account may have: try again once some"
                + " are over, cancel some, or raise runs.maxPerAccount of the routers")
            .formatted(runs, account));
  }

  static StoreException otherCommand(RunKey run) {
    return new StoreException(
        Reason.CONFLICT,
        "this idempotency key stands for run '%s' of app '%s', which runs something else: use another"
            .formatted(run.run(), run.app()));
  }

  static StoreException outpaced(AppName app) {
    return new StoreException(
        Reason.CONFLICT,
        "others keep changing the runs of app '%s': nothing was written; try again".formatted(app));
  }
}

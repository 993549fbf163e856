package io.bellhop.model.run;

import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.StoreException;
import java.util.List;
import java.util.Optional;

/**
 * Port: runs are asked for, seen and cancelled through this. Each call blocks until answered, with
 * a timeout, and may be made by any thread.
 */
public interface Runs {
  /**
   * Asks for a run; it starts as soon as an agent takes it, and never twice. Where one of the same
   * idempotency key is still known, that one is answered.
   *
   * <p>Refused with {@code FULL} where as many wait as may, or the app's account has as many as it
   * may, with {@code CONFLICT} where the key stands for another command, with {@code NOT_FOUND}
   * where there is no such app.
   *
   * @param app whose limits hold
   * @param idempotencyKey empty for none
   */
  Run create(AppSpec app, RunSpec spec, String idempotencyKey) throws StoreException;

  /** The runs of an app that are known, the latest first; ended ones are kept for a while. */
  List<Run> list(AppName app) throws StoreException;

  /** One run; empty where it is not known, or no longer. */
  Optional<Run> find(RunKey key) throws StoreException;

  /**
   * Asks for the end of a run: one that waits is cancelled at once, one that runs is stopped by its
   * agent; no change where it has ended. Refused with {@code NOT_FOUND} where it is not known.
   */
  Run cancel(RunKey key) throws StoreException;
}

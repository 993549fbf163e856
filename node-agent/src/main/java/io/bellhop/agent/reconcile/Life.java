package io.bellhop.agent.reconcile;

import io.bellhop.agent.runtime.Observed;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.ExitReport;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.launch.WantedDeployment;
import java.time.Instant;
import java.util.Optional;

/**
 * What this agent has to do with one slot.
 *
 * <pre>
 *              granted              started            listens
 *   Claiming ───────────▶ Launching ───────▶ Booting ──────────▶ Serving ◀─────┐
 *    │    │                   │                │ │                 │  │        │ wanted
 *    │    │ granted, it runs  │ failed         │ │ ended           │  │ not    │ again
 *    │    └───────────────────┼───────────────▶│ ▼                 │  │ wanted │
 *    │ refused                ▼                │ released,         │  ▼        │
 *    ▼                     released,           │ crash counted ◀───┘ Draining ─┘
 *   forgotten              crash counted       │                ended │
 *                                              │ late, not wanted     │ paused
 *                                              ▼                      ▼
 *                                            Stopping ◀───────────────┴─────────▶ {@link Strays}
 *                                              │ ended    none of its deployment   others are, or
 *                                              ▼          is wanted                another in its
 *                                            released                              place
 * </pre>
 *
 * The transitions are in {@link Reconciler}.
 */
sealed interface Life {

  /**
   * Asked the store for the slot.
   *
   * @param found an instance of the slot that runs already
   */
  record Claiming(WantedDeployment wanted, Optional<Observed> found) implements Life {
    @Override
    public Optional<Observed> instance() {
      return found;
    }

    @Override
    public Optional<LaunchSpec> spec() {
      return Optional.of(wanted.spec());
    }
  }

  /** The slot is ours, and an instance is being started in it. */
  record Launching(Claim claim, WantedDeployment wanted) implements Life {
    @Override
    public Optional<Claim> held() {
      return Optional.of(claim);
    }

    @Override
    public Optional<LaunchSpec> spec() {
      return Optional.of(wanted.spec());
    }
  }

  /** It runs, and does not listen yet. */
  record Booting(Claim claim, WantedDeployment wanted, Observed running) implements Life {
    @Override
    public Optional<Claim> held() {
      return Optional.of(claim);
    }

    @Override
    public Optional<Observed> instance() {
      return Optional.of(running);
    }

    @Override
    public Optional<LaunchSpec> spec() {
      return Optional.of(wanted.spec());
    }
  }

  /** It listens, and the routers know. */
  record Serving(Claim claim, WantedDeployment wanted, Observed running, Instant since)
      implements Life {
    @Override
    public Optional<Claim> held() {
      return Optional.of(claim);
    }

    @Override
    public Optional<Observed> instance() {
      return Optional.of(running);
    }

    @Override
    public Optional<LaunchSpec> spec() {
      return Optional.of(wanted.spec());
    }
  }

  /**
   * The routers are told to give it nothing new.
   *
   * @param told whether they were, and the store did not want it any more at that moment
   * @param until it is stopped, or they are told again
   */
  record Draining(Serving before, boolean told, Instant until) implements Life {
    @Override
    public Optional<Claim> held() {
      return Optional.of(before.claim);
    }

    @Override
    public Optional<Observed> instance() {
      return Optional.of(before.running);
    }

    @Override
    public Optional<LaunchSpec> spec() {
      return Optional.of(before.wanted.spec());
    }
  }

  /**
   * Asked to end.
   *
   * @param held empty where another has the slot, or nobody
   * @param reason it will be reported as ended for
   * @param again when to ask again, should nothing be heard
   */
  record Stopping(
      Optional<Claim> held,
      Optional<LaunchSpec> spec,
      Observed running,
      ExitReport.Reason reason,
      Instant again)
      implements Life {
    @Override
    public Optional<Observed> instance() {
      return Optional.of(running);
    }
  }

  /** The claim, where there is one. */
  default Optional<Claim> held() {
    return Optional.empty();
  }

  /** What runs, where something does. */
  default Optional<Observed> instance() {
    return Optional.empty();
  }

  /** What it was started from, where that is known. */
  Optional<LaunchSpec> spec();
}

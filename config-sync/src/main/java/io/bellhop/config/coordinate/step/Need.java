package io.bellhop.config.coordinate.step;

import io.bellhop.model.plane.DeploymentReport;
import io.bellhop.model.rollout.Rollout;
import io.bellhop.model.rollout.RolloutPhase;
import io.bellhop.model.rollout.RouterAck;

/** What a phase waits for, of one router. Router and owner judge it by the same rule. */
public enum Need {
  /** As many instances are known as are wanted. */
  INSTANCES {
    @Override
    public boolean isMet(Rollout rollout, RouterAck ack) {
      return target(rollout, ack).instances() >= rollout.wanted();
    }

    @Override
    public String describe(Rollout rollout, RouterAck ack) {
      return "%d of %d instances up".formatted(target(rollout, ack).instances(), rollout.wanted());
    }
  },
  /** As many instances are healthy as are wanted. */
  HEALTHY {
    @Override
    public boolean isMet(Rollout rollout, RouterAck ack) {
      return target(rollout, ack).healthy() >= rollout.wanted();
    }

    @Override
    public String describe(Rollout rollout, RouterAck ack) {
      return "%d of %d instances healthy"
          .formatted(target(rollout, ack).healthy(), rollout.wanted());
    }
  },
  /** Connections are opened, and the instances still healthy. */
  WARMED {
    @Override
    public boolean isMet(Rollout rollout, RouterAck ack) {
      return ack.warmed() && HEALTHY.isMet(rollout, ack);
    }

    @Override
    public String describe(Rollout rollout, RouterAck ack) {
      return HEALTHY.isMet(rollout, ack)
          ? "connections not opened"
          : HEALTHY.describe(rollout, ack);
    }
  },
  /** The epoch of the switch is applied. */
  EPOCH {
    @Override
    public boolean isMet(Rollout rollout, RouterAck ack) {
      return ack.epoch() >= rollout.epoch();
    }

    @Override
    public String describe(Rollout rollout, RouterAck ack) {
      return "epoch %d instead of %d applied".formatted(ack.epoch(), rollout.epoch());
    }
  },
  /** The epoch is applied, and nothing in flight on what takes no traffic by it. */
  IDLE {
    @Override
    public boolean isMet(Rollout rollout, RouterAck ack) {
      return EPOCH.isMet(rollout, ack)
          && rollout.draining().stream().allMatch(name -> ack.deployment(name).isIdle());
    }

    @Override
    public String describe(Rollout rollout, RouterAck ack) {
      if (!EPOCH.isMet(rollout, ack)) {
        return EPOCH.describe(rollout, ack);
      }
      int left =
          rollout.draining().stream()
              .map(ack::deployment)
              .mapToInt(report -> report.inFlight() + report.upgraded())
              .sum();
      return left + " in flight";
    }
  },
  /** What was in flight is cut. */
  CUT {
    @Override
    public boolean isMet(Rollout rollout, RouterAck ack) {
      return ack.cut() >= 0 && IDLE.isMet(rollout, ack);
    }

    @Override
    public String describe(Rollout rollout, RouterAck ack) {
      return IDLE.describe(rollout, ack);
    }
  };

  /** Whether a router did its part. */
  public abstract boolean isMet(Rollout rollout, RouterAck ack);

  /** What a router did of its part, in a few words. */
  public abstract String describe(Rollout rollout, RouterAck ack);

  /** What a phase waits for. */
  public static Need of(RolloutPhase phase) {
    return switch (phase) {
      case LAUNCH -> INSTANCES;
      case VERIFY -> HEALTHY;
      case WARM -> WARMED;
      case ACKNOWLEDGE, CANARY -> EPOCH;
      case DRAIN, KEEP -> IDLE;
      case CUT -> CUT;
    };
  }

  private static DeploymentReport target(Rollout rollout, RouterAck ack) {
    return ack.deployment(rollout.target());
  }
}

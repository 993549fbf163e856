package io.bellhop.agent.runtime;

import java.util.Locale;

/** The closed list of what can go wrong with a runtime. */
public enum FailureCode {
  /** The engine does not take connections. */
  ENGINE_DOWN(Blame.PLATFORM),
  /** The engine took a call and did not answer in time. */
  ENGINE_HANGS(Blame.PLATFORM),
  /** The engine speaks no version of the API that this agent does. */
  ENGINE_VERSION(Blame.PLATFORM),
  /** The engine refused a call for a reason of its own. */
  ENGINE_REFUSED(Blame.PLATFORM),
  /** The disk of the host is full. */
  DISK_FULL(Blame.PLATFORM),
  /** The hook that scales failed or did not end in time. */
  HOOK_FAILED(Blame.PLATFORM),
  /** The agent has more to do than it can queue; the next round tries again. */
  AGENT_BUSY(Blame.PLATFORM),
  /** The image is not there and could not be pulled. */
  IMAGE_MISSING(Blame.DEPLOYMENT),
  /** The command could not be run. */
  COMMAND_FAILED(Blame.DEPLOYMENT),
  /** This runtime cannot run what was asked for. */
  NOT_SUPPORTED(Blame.DEPLOYMENT);

  /** Who has to mend it. */
  public enum Blame {
    /** Whoever runs the hosts. */
    PLATFORM,
    /** Whoever wrote the deployment. */
    DEPLOYMENT
  }

  private final Blame blame;

  FailureCode(Blame blame) {
    this.blame = blame;
  }

  /** Who has to mend it. */
  public Blame blame() {
    return blame;
  }

  /** Whether the engine answers nothing that can be worked with, whatever is asked for. */
  public boolean isOfTheEngine() {
    return this == ENGINE_DOWN || this == ENGINE_HANGS || this == ENGINE_VERSION;
  }

  /** Whether whatever else is asked for of this host fails as well, until somebody mends it. */
  public boolean isOfTheHost() {
    return isOfTheEngine() || this == DISK_FULL;
  }

  /** As it stands in metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

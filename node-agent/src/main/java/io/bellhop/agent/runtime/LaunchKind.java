package io.bellhop.agent.runtime;

/** What a runtime starts; one runtime object has to do with one kind, and sees no other. */
public enum LaunchKind {
  /** An instance of a deployment, which listens. */
  INSTANCE,
  /** A one-off run, which ends by itself. */
  RUN
}

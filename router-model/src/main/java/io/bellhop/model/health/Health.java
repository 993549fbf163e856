package io.bellhop.model.health;

/**
 * How an instance is, and what follows from it.
 *
 * @param reason why, in words for an operator; empty where there is nothing to say
 * @param absent whether its registration vanished while it went on working
 * @param serves whether it takes requests: the decision that the data plane obeys. It may differ
 *     from what the state alone would say while the app's panic policy holds
 */
public record Health(HealthState state, String reason, boolean absent, boolean serves) {

  /** An instance that is taken at its word. */
  public static final Health TRUSTED = new Health(HealthState.HEALTHY, "", false, true);
}

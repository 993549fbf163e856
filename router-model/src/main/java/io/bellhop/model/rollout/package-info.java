/**
 * Rollouts: what is asked of one, where it stands, how it ended, and what the routers say to each
 * other about it. {@link io.bellhop.model.rollout.RolloutPhase} draws the state machine.
 */
@NullMarked
package io.bellhop.model.rollout;

import org.jspecify.annotations.NullMarked;

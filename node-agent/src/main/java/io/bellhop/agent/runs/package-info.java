/**
 * Decides which one-off runs this host takes, and when they are over: no threads, clocks, engines
 * or network. {@link io.bellhop.agent.runs.RunReconciler} is the way in.
 */
@NullMarked
package io.bellhop.agent.runs;

import org.jspecify.annotations.NullMarked;

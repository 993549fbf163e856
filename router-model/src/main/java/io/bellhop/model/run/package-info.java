/**
 * One-off runs: a command of an app, run to its end once, in a container or process of its own; and
 * the ports through which those who ask for runs and the agents that run them meet.
 */
@NullMarked
package io.bellhop.model.run;

import org.jspecify.annotations.NullMarked;

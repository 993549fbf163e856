/** Runs that are started by the clock: when, what, and what to do where something is in the way. */
@NullMarked
package io.bellhop.model.schedule;

import org.jspecify.annotations.NullMarked;

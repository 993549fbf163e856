/**
 * Instances that Bellhop starts itself: what to run, who runs which slot, how an instance ended,
 * and the port through which agents and the shared configuration meet.
 */
@NullMarked
package io.bellhop.model.launch;

import org.jspecify.annotations.NullMarked;

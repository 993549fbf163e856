/** Probes on the router's own event loops. */
@NullMarked
package io.bellhop.health.probe;

import org.jspecify.annotations.NullMarked;

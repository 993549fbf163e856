/** Waking apps and letting them sleep: what passes between the router and the coordination. */
@NullMarked
package io.bellhop.model.wake;

import org.jspecify.annotations.NullMarked;

/** Finds out when an instance listens. */
@NullMarked
package io.bellhop.agent.probe;

import org.jspecify.annotations.NullMarked;

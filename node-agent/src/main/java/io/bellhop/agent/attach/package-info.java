/** Runs that have a client: their input, and their output on its way. */
@NullMarked
package io.bellhop.agent.attach;

import org.jspecify.annotations.NullMarked;

/** Instances as processes of the host. */
@NullMarked
package io.bellhop.agent.process;

import org.jspecify.annotations.NullMarked;

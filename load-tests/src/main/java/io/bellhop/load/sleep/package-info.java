/** Apps that sleep and are woken, with agents that start and stop what notes what reaches it. */
@NullMarked
package io.bellhop.load.sleep;

import org.jspecify.annotations.NullMarked;

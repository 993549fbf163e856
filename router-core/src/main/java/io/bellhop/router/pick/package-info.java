/** Which deployment, by weight, and which of its backends, by load. Plain Java. */
@NullMarked
package io.bellhop.router.pick;

import org.jspecify.annotations.NullMarked;

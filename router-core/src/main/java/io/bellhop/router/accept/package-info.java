/** Terminates client connections and checks the framing and the limits of what comes in. */
@NullMarked
package io.bellhop.router.accept;

import org.jspecify.annotations.NullMarked;

/** How instances are, as health checks and traffic have shown, and the ports that tell of it. */
@NullMarked
package io.bellhop.model.health;

import org.jspecify.annotations.NullMarked;

/** What coordination asks of a router's data plane, and what it is told by it. */
@NullMarked
package io.bellhop.model.plane;

import org.jspecify.annotations.NullMarked;

/** The closed list of failures, and the one place that turns one into a response. */
@NullMarked
package io.bellhop.router.failure;

import org.jspecify.annotations.NullMarked;

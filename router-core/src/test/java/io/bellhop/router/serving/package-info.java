/** Whom a request reaches: routes, weights, switches, failures, and what a drain does. */
@NullMarked
package io.bellhop.router.serving;

import org.jspecify.annotations.NullMarked;

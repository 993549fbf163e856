/**
 * The data plane. A request passes the packages below in this order: accept → route → admit → pick
 * → exchange → record. {@code control} is the single writer of what they read; {@code failure} is
 * the closed vocabulary of what can go wrong. {@link io.bellhop.router.Router} is the way in.
 */
@NullMarked
package io.bellhop.router;

import org.jspecify.annotations.NullMarked;

/**
 * A small app to route to, run by {@code bellhop dev} as processes of their own: they know nothing
 * of Bellhop but the twelve-factor contract, {@code PORT} and SIGTERM.
 */
@NullMarked
package io.bellhop.app.sample;

import org.jspecify.annotations.NullMarked;

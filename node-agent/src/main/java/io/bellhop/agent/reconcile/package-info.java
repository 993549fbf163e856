/**
 * What decides: which slots to claim, what to start, stop and tell. Knows no threads, clocks or
 * engines.
 */
@NullMarked
package io.bellhop.agent.reconcile;

import org.jspecify.annotations.NullMarked;

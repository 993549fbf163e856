/**
 * Load whose every request has an id, and the ledgers in which backends note the ids that reach
 * them: what was asked, what was answered and what arrived can be compared one by one.
 */
@NullMarked
package io.bellhop.load.traffic;

import org.jspecify.annotations.NullMarked;

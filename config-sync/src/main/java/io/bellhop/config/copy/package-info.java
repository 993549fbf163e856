/**
 * The last good table on disk: written whole and atomically, checked before it is believed, so that
 * a router can start while ZooKeeper is away.
 */
@NullMarked
package io.bellhop.config.copy;

import org.jspecify.annotations.NullMarked;

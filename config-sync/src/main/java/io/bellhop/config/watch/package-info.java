/**
 * Follows ZooKeeper: one recursive watch on the tree of apps, one on each place outside it, and the
 * reads that every event leads to. All of it runs on one thread, on which the listener is told too.
 */
@NullMarked
package io.bellhop.config.watch;

import org.jspecify.annotations.NullMarked;

/**
 * Drives a running Bellhop from outside, as its users do: through its ports, its command line, its
 * admin API and the tree in ZooKeeper. It knows none of Bellhop's classes.
 */
@NullMarked
package io.bellhop.load;

import org.jspecify.annotations.NullMarked;

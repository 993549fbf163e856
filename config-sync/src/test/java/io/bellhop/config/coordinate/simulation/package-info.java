/**
 * Several routers, a ZooKeeper and their clients on one thread, by one seeded source of chance: the
 * real deciding, acknowledging and driving code over a model of everything around it.
 */
@NullMarked
package io.bellhop.config.coordinate.simulation;

import org.jspecify.annotations.NullMarked;

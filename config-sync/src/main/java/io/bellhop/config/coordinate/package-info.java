/**
 * Rollouts over several routers, over a real ZooKeeper: {@link
 * io.bellhop.config.coordinate.Coordination} ties the parts together. What decides is in {@code
 * step}, this router's own part in {@code acknowledge}, what reads and writes in {@code drive}.
 */
@NullMarked
package io.bellhop.config.coordinate;

import org.jspecify.annotations.NullMarked;

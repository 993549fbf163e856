/** Rollouts as they are seen from outside: asked for, followed in ZooKeeper, and judged. */
@NullMarked
package io.bellhop.load.rollout;

import org.jspecify.annotations.NullMarked;

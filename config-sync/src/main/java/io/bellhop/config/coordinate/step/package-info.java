/**
 * What a rollout does next, as a pure function of what stands in ZooKeeper. Each change is one
 * transaction against the versions that were read, so that two owners at once, stale reads and a
 * crash between any two steps are harmless.
 */
@NullMarked
package io.bellhop.config.coordinate.step;

import org.jspecify.annotations.NullMarked;

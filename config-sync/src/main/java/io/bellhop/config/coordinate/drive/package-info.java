/** Reads what stands in ZooKeeper of an app's rollouts, and takes the next step where it is due. */
@NullMarked
package io.bellhop.config.coordinate.drive;

import org.jspecify.annotations.NullMarked;

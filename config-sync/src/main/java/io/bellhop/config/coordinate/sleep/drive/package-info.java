/**
 * Reads what stands in ZooKeeper of apps that may sleep, takes the next step where this router is
 * the app's owner, acknowledges for it where it is not, and tells what this router needs.
 */
@NullMarked
package io.bellhop.config.coordinate.sleep.drive;

import org.jspecify.annotations.NullMarked;

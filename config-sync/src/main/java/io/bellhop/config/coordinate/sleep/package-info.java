/**
 * What an app that may sleep does next, and what a call to wake it leads to: pure functions of what
 * stands in ZooKeeper.
 */
@NullMarked
package io.bellhop.config.coordinate.sleep;

import org.jspecify.annotations.NullMarked;

/**
 * Changes to the tree: each one transaction, checked against what stands there, within a time
 * limit.
 */
@NullMarked
package io.bellhop.config.write;

import org.jspecify.annotations.NullMarked;

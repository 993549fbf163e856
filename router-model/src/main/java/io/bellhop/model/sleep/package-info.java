/** How apps fall asleep: what stands in ZooKeeper of it, and what users ask. */
@NullMarked
package io.bellhop.model.sleep;

import org.jspecify.annotations.NullMarked;

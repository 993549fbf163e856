/**
 * The JSON of what stands in ZooKeeper, in the copy on disk and in the admin API: bytes to model
 * values and back. Pure: knows nothing of where bytes come from.
 */
@NullMarked
package io.bellhop.config.json;

import org.jspecify.annotations.NullMarked;

/**
 * Nodes as they were read, put together into apps: what is refused and why, who holds which route,
 * which instances a deployment has. Pure: knows nothing of ZooKeeper's client, so that it tests as
 * plain Java. Everything here is used by one thread, save where a type says otherwise.
 */
@NullMarked
package io.bellhop.config.assemble;

import org.jspecify.annotations.NullMarked;

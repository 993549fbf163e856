/**
 * The whole house on one machine: a real ZooKeeper in this process, a router, and sample backends
 * as processes of their own. {@link io.bellhop.app.dev.DevStack} is the way in.
 */
@NullMarked
package io.bellhop.app.dev;

import org.jspecify.annotations.NullMarked;

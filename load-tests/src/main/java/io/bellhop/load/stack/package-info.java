/** The processes of a stack: ZooKeeper, routers, backends, load generators. */
@NullMarked
package io.bellhop.load.stack;

import org.jspecify.annotations.NullMarked;

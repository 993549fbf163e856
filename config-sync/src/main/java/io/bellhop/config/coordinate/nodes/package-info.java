/** ZooKeeper as coordination needs it: a few asynchronous calls, and nothing of its client. */
@NullMarked
package io.bellhop.config.coordinate.nodes;

import org.jspecify.annotations.NullMarked;

/**
 * One-off runs in ZooKeeper: asked for and cancelled by routers, claimed by agents, watched over by
 * the owner of their app.
 */
@NullMarked
package io.bellhop.config.runs;

import org.jspecify.annotations.NullMarked;

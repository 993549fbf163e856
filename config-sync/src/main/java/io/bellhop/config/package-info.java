/**
 * Everything that talks to ZooKeeper. {@link io.bellhop.config.ConfigSync} is the way in: it tells
 * an {@link io.bellhop.model.AppListener} of every change, answers as an {@link
 * io.bellhop.model.AppTable}, and writes as an {@link io.bellhop.model.AppStore}.
 */
@NullMarked
package io.bellhop.config;

import org.jspecify.annotations.NullMarked;

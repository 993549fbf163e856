/** One router's part in rollouts: it steers its data plane by them, and acknowledges. */
@NullMarked
package io.bellhop.config.coordinate.acknowledge;

import org.jspecify.annotations.NullMarked;

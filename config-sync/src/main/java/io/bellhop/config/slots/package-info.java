/**
 * Slots of launched deployments, shared out among agents: what agents see of them, and how they
 * claim one. {@link io.bellhop.config.slots.ZooKeeperSlots} is the way in.
 */
@NullMarked
package io.bellhop.config.slots;

import org.jspecify.annotations.NullMarked;

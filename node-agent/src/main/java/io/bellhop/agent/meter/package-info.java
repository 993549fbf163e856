/**
 * How long instances ran, kept so that no crash loses or doubles it; and the agent's own meters.
 */
@NullMarked
package io.bellhop.agent.meter;

import org.jspecify.annotations.NullMarked;

/** The way in: one agent, its settings, and what it can be asked. Wires the packages below it. */
@NullMarked
package io.bellhop.agent;

import org.jspecify.annotations.NullMarked;

/**
 * The program: {@code cli} reads commands, {@code settings} what an operator set, {@code run} wires
 * the modules and owns their lifecycle, {@code admin} is the HTTP API, {@code dev} the whole house
 * on one machine.
 */
@NullMarked
package io.bellhop.app;

import org.jspecify.annotations.NullMarked;

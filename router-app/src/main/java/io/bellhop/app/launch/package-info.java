/**
 * One agent as a process runs it: its connection, its runtime, its folder. {@link
 * io.bellhop.app.launch.AgentProcess} is the way in.
 */
@NullMarked
package io.bellhop.app.launch;

import org.jspecify.annotations.NullMarked;

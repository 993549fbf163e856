/** Platforms that start instances themselves: a hook of theirs is told how many are wanted. */
@NullMarked
package io.bellhop.agent.exec;

import org.jspecify.annotations.NullMarked;

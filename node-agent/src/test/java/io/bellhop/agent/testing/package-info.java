/** What the tests of several packages share: a shared store in memory, clocks, commands. */
@NullMarked
package io.bellhop.agent.testing;

import org.jspecify.annotations.NullMarked;

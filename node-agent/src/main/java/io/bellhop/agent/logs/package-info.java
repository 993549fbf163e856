/** What instances print: kept in bounded files, shown and followed. */
@NullMarked
package io.bellhop.agent.logs;

import org.jspecify.annotations.NullMarked;

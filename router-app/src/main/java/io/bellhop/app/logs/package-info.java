/** What instances print, from the agents that keep it to whoever asks a router for it. */
@NullMarked
package io.bellhop.app.logs;

import org.jspecify.annotations.NullMarked;

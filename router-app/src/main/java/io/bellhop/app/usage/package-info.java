/** What apps used, as the agents that ran it metered it. */
@NullMarked
package io.bellhop.app.usage;

import org.jspecify.annotations.NullMarked;

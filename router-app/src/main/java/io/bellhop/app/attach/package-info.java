/** Input and output of runs that are attached to a client, between its router and its agent. */
@NullMarked
package io.bellhop.app.attach;

import org.jspecify.annotations.NullMarked;

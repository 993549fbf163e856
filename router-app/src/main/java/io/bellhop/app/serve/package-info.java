/** The JDK's HTTP server within bounds, for all that answers for itself. */
@NullMarked
package io.bellhop.app.serve;

import org.jspecify.annotations.NullMarked;

/**
 * What would become of a request for an app now, and why: facts gathered from the table, from
 * health checks and from the data plane, put into sentences. Plain Java. {@link
 * io.bellhop.app.explain.Explanation} is the way in.
 */
@NullMarked
package io.bellhop.app.explain;

import org.jspecify.annotations.NullMarked;

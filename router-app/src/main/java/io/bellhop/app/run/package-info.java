/**
 * Wires the modules into one process and owns its lifecycle. {@link
 * io.bellhop.app.run.RouterProcess} shows the whole order of starting and ending.
 */
@NullMarked
package io.bellhop.app.run;

import org.jspecify.annotations.NullMarked;

/**
 * Apps whose requests each get a one-off run of their own: starts, hands out and ends those runs.
 */
@NullMarked
package io.bellhop.app.perrequest;

import org.jspecify.annotations.NullMarked;

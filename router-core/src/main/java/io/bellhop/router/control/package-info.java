/** The single writer of what the stages of a request read. Plain Java. */
@NullMarked
package io.bellhop.router.control;

import org.jspecify.annotations.NullMarked;

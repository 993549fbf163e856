/** Keeps requests that must wait, bounded in count, bytes and time. Plain Java. */
@NullMarked
package io.bellhop.router.hold;

import org.jspecify.annotations.NullMarked;

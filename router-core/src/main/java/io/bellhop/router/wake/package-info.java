/** Has sleeping apps woken, once for all requests that need them. Plain Java. */
@NullMarked
package io.bellhop.router.wake;

import org.jspecify.annotations.NullMarked;

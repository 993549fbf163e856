/** Whether a request may be given to a backend once more. Plain Java. */
@NullMarked
package io.bellhop.router.retry;

import org.jspecify.annotations.NullMarked;

/** Whether an app may take one more request now. Plain Java. */
@NullMarked
package io.bellhop.router.admit;

import org.jspecify.annotations.NullMarked;

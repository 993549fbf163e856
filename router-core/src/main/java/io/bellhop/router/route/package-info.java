/** From host and path to an app. Plain Java. */
@NullMarked
package io.bellhop.router.route;

import org.jspecify.annotations.NullMarked;

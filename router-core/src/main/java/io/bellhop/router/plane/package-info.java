/** What a rollout steers and watches of the data plane, over all event loops. */
@NullMarked
package io.bellhop.router.plane;

import org.jspecify.annotations.NullMarked;

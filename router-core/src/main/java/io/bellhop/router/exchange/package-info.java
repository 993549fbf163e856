/** Carries one request to a backend and its response back, under backpressure. */
@NullMarked
package io.bellhop.router.exchange;

import org.jspecify.annotations.NullMarked;

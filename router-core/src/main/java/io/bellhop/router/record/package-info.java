/** What is measured and logged of each request. */
@NullMarked
package io.bellhop.router.record;

import org.jspecify.annotations.NullMarked;

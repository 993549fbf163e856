@NullMarked
package io.bellhop.health.record;

import org.jspecify.annotations.NullMarked;

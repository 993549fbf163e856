@NullMarked
package io.bellhop.health.probe;

import org.jspecify.annotations.NullMarked;

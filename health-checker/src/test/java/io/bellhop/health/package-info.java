@NullMarked
package io.bellhop.health;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.bellhop.config.schedule;

import org.jspecify.annotations.NullMarked;

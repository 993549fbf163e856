@NullMarked
package io.bellhop.app.metrics;

import org.jspecify.annotations.NullMarked;

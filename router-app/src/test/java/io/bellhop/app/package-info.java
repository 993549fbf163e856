@NullMarked
package io.bellhop.app;

import org.jspecify.annotations.NullMarked;

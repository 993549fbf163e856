@NullMarked
package io.bellhop.app.dev;

import org.jspecify.annotations.NullMarked;

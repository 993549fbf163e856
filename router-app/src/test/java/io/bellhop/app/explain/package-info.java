@NullMarked
package io.bellhop.app.explain;

import org.jspecify.annotations.NullMarked;

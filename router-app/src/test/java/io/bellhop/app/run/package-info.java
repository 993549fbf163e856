@NullMarked
package io.bellhop.app.run;

import org.jspecify.annotations.NullMarked;

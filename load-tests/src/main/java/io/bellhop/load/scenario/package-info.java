/** What is measured or shown, one class each. */
@NullMarked
package io.bellhop.load.scenario;

import org.jspecify.annotations.NullMarked;

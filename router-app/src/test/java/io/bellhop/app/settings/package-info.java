@NullMarked
package io.bellhop.app.settings;

import org.jspecify.annotations.NullMarked;

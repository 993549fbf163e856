@NullMarked
package io.bellhop.app.cli;

import org.jspecify.annotations.NullMarked;

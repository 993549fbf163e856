@NullMarked
package io.bellhop.app.admin;

import org.jspecify.annotations.NullMarked;

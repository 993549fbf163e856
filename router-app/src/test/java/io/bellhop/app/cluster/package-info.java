@NullMarked
package io.bellhop.app.cluster;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.bellhop.health.verdict;

import org.jspecify.annotations.NullMarked;

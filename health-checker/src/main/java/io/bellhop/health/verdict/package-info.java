/** What follows from probes, requests and discovery. Plain Java, told the time. */
@NullMarked
package io.bellhop.health.verdict;

import org.jspecify.annotations.NullMarked;

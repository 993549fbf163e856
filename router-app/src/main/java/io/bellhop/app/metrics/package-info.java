/** What a program shows to who scrapes it: a router beside its admin API, an agent by itself. */
@NullMarked
package io.bellhop.app.metrics;

import org.jspecify.annotations.NullMarked;

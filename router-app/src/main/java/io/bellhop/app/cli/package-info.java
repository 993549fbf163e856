/**
 * The command line: one class per command, all listed in {@link io.bellhop.app.cli.Commands}. What
 * reads or changes apps goes through the admin API, as anyone else's program would.
 */
@NullMarked
package io.bellhop.app.cli;

import org.jspecify.annotations.NullMarked;

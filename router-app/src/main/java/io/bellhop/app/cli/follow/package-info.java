/** Follows a rollout and shows it to a person or a program, until it ends. */
@NullMarked
package io.bellhop.app.cli.follow;

import org.jspecify.annotations.NullMarked;

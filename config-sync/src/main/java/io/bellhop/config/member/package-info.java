/** Who is here: this router's own ephemeral node, and those of its peers. */
@NullMarked
package io.bellhop.config.member;

import org.jspecify.annotations.NullMarked;

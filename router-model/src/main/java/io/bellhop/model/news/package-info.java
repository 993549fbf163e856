/** What happens to apps, for people who watch it. */
@NullMarked
package io.bellhop.model.news;

import org.jspecify.annotations.NullMarked;

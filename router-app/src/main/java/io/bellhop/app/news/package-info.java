/** What happens to apps, made into events for people who watch it. */
@NullMarked
package io.bellhop.app.news;

import org.jspecify.annotations.NullMarked;

/** What an agent needs of whatever runs instances, and the words in which it fails. */
@NullMarked
package io.bellhop.agent.runtime;

import org.jspecify.annotations.NullMarked;

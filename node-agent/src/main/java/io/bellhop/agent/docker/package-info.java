/** Instances as containers of an engine that speaks the Docker Engine API. */
@NullMarked
package io.bellhop.agent.docker;

import org.jspecify.annotations.NullMarked;

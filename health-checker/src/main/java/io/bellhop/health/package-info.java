/** Health of instances: the stage between the table of apps and the data plane. */
@NullMarked
package io.bellhop.health;

import org.jspecify.annotations.NullMarked;

/** When schedules are due, and what is to be done about it: no threads, clocks or ZooKeeper. */
@NullMarked
package io.bellhop.config.schedule;

import org.jspecify.annotations.NullMarked;

/** How sockets are driven on this machine: io_uring, epoll, or the JDK's own. */
@NullMarked
package io.bellhop.router.transport;

import org.jspecify.annotations.NullMarked;

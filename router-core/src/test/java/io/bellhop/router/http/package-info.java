/** What the router does on the wire, seen from raw sockets on both of its sides. */
@NullMarked
package io.bellhop.router.http;

import org.jspecify.annotations.NullMarked;

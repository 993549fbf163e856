package io.bellhop.router;

/**
 * What a data plane is doing at one moment.
 *
 * @param transport {@code io_uring}, {@code epoll} or {@code nio}
 * @param connections client connections open
 * @param requests under way
 * @param tunnels upgraded connections open
 */
public record RouterActivity(String transport, int connections, int requests, int tunnels) {}

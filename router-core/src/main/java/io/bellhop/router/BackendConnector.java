package io.bellhop.router;

import io.bellhop.router.transport.SocketDefaults;
import io.bellhop.router.transport.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import java.time.Duration;

/** How connections to backends are opened. */
final class BackendConnector {
  private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(2);

  private final Bootstrap bootstrap;

  BackendConnector(Transport transport) {
    bootstrap =
        new Bootstrap()
            .channel(transport.socketChannel())
            .option(ChannelOption.ALLOCATOR, SocketDefaults.ALLOCATOR)
            .resolver(
                new DnsAddressResolverGroup(
                    new DnsNameResolverBuilder()
                        .datagramChannelType(transport.datagramChannel())
                        .queryTimeoutMillis(QUERY_TIMEOUT.toMillis())))
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, SocketDefaults.WATER_MARK)
            // A write that fails must not throw away a response that has already come: a backend
            // may answer early and hang up (RFC 9112 §9.5).
            .option(ChannelOption.AUTO_CLOSE, false);
  }

  /** To be cloned for each event loop; without group and handler. */
  Bootstrap bootstrap() {
    return bootstrap;
  }
}

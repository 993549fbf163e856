package io.bellhop.health.probe;

import io.bellhop.model.BackendAddress;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Connects to where instances listen, without ever blocking for a name. */
final class Addresses {
  private Addresses() {}

  static ChannelFuture connect(Bootstrap bootstrap, BackendAddress address) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address.host());
    if (bytes == null) {
      return bootstrap.connect(InetSocketAddress.createUnresolved(address.host(), address.port()));
    }
    try {
      InetAddress resolved = InetAddress.getByAddress(address.host(), bytes);
      return bootstrap
          .resolver(NoopAddressResolverGroup.INSTANCE)
          .connect(new InetSocketAddress(resolved, address.port()));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of %d bytes".formatted(bytes.length), e);
    }
  }
}

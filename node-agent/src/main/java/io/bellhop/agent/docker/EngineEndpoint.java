package io.bellhop.agent.docker;

import io.bellhop.model.BackendAddress;
import io.bellhop.model.InvalidValueException;
import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Where an engine listens.
 *
 * @param name as the user wrote it, for messages
 * @param hostHeader what requests to it name as their host
 */
record EngineEndpoint(
    String name,
    SocketAddress address,
    Class<? extends Channel> channel,
    Optional<SslContext> tls,
    String hostHeader) {
  private static final String UNIX = "unix://";
  private static final String TCP = "tcp://";

  /** Throws {@link InvalidValueException} where nothing could be reached by the settings. */
  static EngineEndpoint of(DockerSettings settings) {
    String text = settings.endpoint();
    if (text.startsWith(UNIX + "/")) {
      Path path = Path.of(text.substring(UNIX.length()));
      return new EngineEndpoint(
          text,
          UnixDomainSocketAddress.of(path),
          NioDomainSocketChannel.class,
          Optional.empty(),
          "docker");
    }
    if (text.startsWith(TCP)) {
      BackendAddress at = BackendAddress.parse(text.substring(TCP.length()));
      return new EngineEndpoint(
          text,
          new InetSocketAddress(at.host(), at.port()),
          NioSocketChannel.class,
          settings.certificates().map(EngineEndpoint::tls),
          at.toString());
    }
    throw new InvalidValueException(
        "engine '%s' is not valid: use unix:///path/to/docker.sock or tcp://HOST:PORT"
            .formatted(text));
  }

  private static SslContext tls(Path folder) {
    try {
      return SslContextBuilder.forClient()
          .trustManager(folder.resolve("ca.pem").toFile())
          .keyManager(folder.resolve("cert.pem").toFile(), folder.resolve("key.pem").toFile())
          .endpointIdentificationAlgorithm("HTTPS")
          .build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new InvalidValueException(
          "the certificates in %s cannot be used: %s: put ca.pem, cert.pem and key.pem there"
              .formatted(folder, e.getMessage()));
    }
  }
}

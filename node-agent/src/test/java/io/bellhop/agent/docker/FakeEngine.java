package io.bellhop.agent.docker;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * An engine that answers what a test wants, on a Unix socket. What is answered is written as it is,
 * and the connection closed; an empty answer leaves the connection open and silent.
 */
final class FakeEngine implements AutoCloseable {
  private final Path socket;
  private final ServerSocketChannel server;
  private final Function<String, String> answers;
  private final List<SocketChannel> silent = new CopyOnWriteArrayList<>();

  FakeEngine(Path socket, Function<String, String> answers) throws IOException {
    this.socket = socket;
    this.answers = answers;
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread thread = new Thread(this::serve, "fake-engine");
    thread.setDaemon(true);
    thread.start();
  }

  DockerSettings settings() {
    return DockerSettings.at("unix://" + socket);
  }

  static String json(int status, String body) {
    return "HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n%s".formatted(status, body.length(), body);
  }

  private void serve() {
    try {
      while (true) {
        answer(server.accept());
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  private void answer(SocketChannel channel) throws IOException {
    ByteBuffer request = ByteBuffer.allocate(64 * 1024);
    channel.read(request);
    String line =
        new String(request.array(), 0, request.position(), StandardCharsets.UTF_8)
            .lines()
            .findFirst()
            .orElse("");
    String answer = answers.apply(line);
    if (answer.isEmpty()) {
      silent.add(channel);
      return;
    }
    channel.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
    channel.close();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (SocketChannel channel : silent) {
      channel.close();
    }
  }
}

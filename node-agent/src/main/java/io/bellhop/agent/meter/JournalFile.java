package io.bellhop.agent.meter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal on disk: JSON lines, each forced to disk before it counts. Not thread safe. */
final class JournalFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalFile.class);
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final Path path;
  private FileChannel channel;

  JournalFile(Path path) throws IOException {
    this.path = path;
    Files.createDirectories(path.toAbsolutePath().getParent());
    channel = open();
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Every entry, in the order they were written; of a life there may be several. */
  List<MeteredLife> read() throws IOException {
    List<MeteredLife> lives = new ArrayList<>();
    for (String line : Files.readString(path, StandardCharsets.UTF_8).lines().toList()) {
      // Between two entries there is an empty line, which ends one that was cut off.
      if (!line.isEmpty()) {
        parsed(line).ifPresent(lives::add);
      }
    }
    return lives;
  }

  private Optional<MeteredLife> parsed(String line) {
    try {
      return Optional.of(JSON.readValue(line, JournalEntry.class).toLife());
    } catch (JsonProcessingException | IllegalArgumentException e) {
      // A crash or a full disk may cut a line; what it said is found out anew from the runtime.
      LOG.warn("a line of the journal {} is cut off and left out", path);
      return Optional.empty();
    }
  }

  void append(MeteredLife life) throws IOException {
    write(channel, "\n" + JSON.writeValueAsString(JournalEntry.of(life)) + "\n");
    channel.force(false);
  }

  /** Leaves only the given lives in the file. */
  void rewrite(Collection<MeteredLife> lives) throws IOException {
    Path made = path.resolveSibling(path.getFileName() + ".new");
    try (FileChannel out =
        FileChannel.open(
            made,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      for (MeteredLife life : lives) {
        write(out, JSON.writeValueAsString(JournalEntry.of(life)) + "\n");
      }
      out.force(false);
    }
    channel.close();
    Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
    channel = open();
  }

  private static void write(FileChannel channel, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

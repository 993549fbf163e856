package io.bellhop.agent.process;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The folder of one process: who it is, its process id, what it prints, how it ended. */
record ProcessFolder(Path path) {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  String name() {
    return path.getFileName().toString();
  }

  Path out() {
    return path.resolve("out.log");
  }

  Path err() {
    return path.resolve("err.log");
  }

  void writeState(ProcessState state) throws IOException {
    replace("state.json", JSON.writeValueAsBytes(state));
  }

  /** Who it is; empty where the folder was made and the agent died before it could say. */
  Optional<ProcessState> state() {
    try {
      return Optional.of(JSON.readValue(path.resolve("state.json").toFile(), ProcessState.class));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The shell's process id, which is its group's and session's as well. */
  OptionalLong pid() {
    Optional<String> text = text("pid");
    return text.isPresent() ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
  }

  /** The session within its terminal; empty where it has none. */
  OptionalLong session() {
    Optional<String> text = text("session");
    return text.isPresent() ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
  }

  Optional<Instant> sessionStartedAt() {
    return modified("session");
  }

  /** Its terminal's device; empty where it has none. */
  Optional<String> terminal() {
    try {
      String device = Files.readString(path.resolve("tty")).strip();
      return Optional.of(device).filter(found -> found.startsWith("/dev/"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** When the shell wrote its process id: the start, but for milliseconds. */
  Optional<Instant> startedAt() {
    return modified("pid");
  }

  OptionalInt exitCode() {
    Optional<String> text = text("exit");
    return text.isPresent() ? OptionalInt.of(Integer.parseInt(text.get())) : OptionalInt.empty();
  }

  Optional<Instant> exitedAt() {
    return modified("exit");
  }

  /** Says how it ended, where the shell could not: it was killed with its group. */
  void writeExit(int code) throws IOException {
    if (exitCode().isEmpty()) {
      replace("exit", Integer.toString(code).getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** The last moment at which anything of it is known to have lived. */
  Instant lastSign() {
    Instant last = Instant.EPOCH;
    for (String file : List.of("state.json", "pid", "out.log", "err.log")) {
      Instant at = modified(file).orElse(Instant.EPOCH);
      last = at.isAfter(last) ? at : last;
    }
    return last;
  }

  void delete() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> listed = Files.list(path)) {
      listed.forEach(files::add);
    } catch (NoSuchFileException e) {
      return;
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(path);
  }

  private Optional<String> text(String file) {
    try {
      String text = Files.readString(path.resolve(file)).strip();
      return text.matches("\\d{1,18}") ? Optional.of(text) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Optional<Instant> modified(String file) {
    try {
      return Optional.of(Files.getLastModifiedTime(path.resolve(file)).toInstant());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void replace(String file, byte[] content) throws IOException {
    Path made = path.resolve(file + ".new");
    Files.write(made, content);
    Files.move(made, path.resolve(file), StandardCopyOption.ATOMIC_MOVE);
  }
}

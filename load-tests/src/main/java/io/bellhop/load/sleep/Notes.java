package io.bellhop.load.sleep;

import io.bellhop.load.stack.LoadTestException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * What an instance notes: a line for each thing, of its word, its time in microseconds since 1970,
 * and more. Each is with the kernel when the call returns, so that it outlives a SIGKILL. Thread
 * safe.
 */
final class Notes {
  /** The words, the first of each line. */
  enum Word {
    STARTED,
    LISTENS,
    REQUEST,
    STOPPING,
    ENDED
  }

  /** Stands before a port of the host that containers are on, to which notes are sent. */
  static final String SENT_TO = "host:";

  private final String name;
  private final OutputStream out;

  private Notes(String name, OutputStream out) {
    this.name = name;
    this.out = out;
  }

  /**
   * Begins the notes of this process: in a file of its own, over the network, or on its output
   * where neither is given.
   */
  static Notes begin(Map<String, String> environment) {
    String to = environment.getOrDefault(NotingInstance.NOTES, "");
    long pid = ProcessHandle.current().pid();
    // Containers count their processes each for itself; their host names differ.
    String self = to.startsWith(SENT_TO) ? environment.get("HOSTNAME") : Long.toString(pid);
    String name =
        "%s:%s:%s"
            .formatted(environment.get("BELLHOP_APP"), environment.get("BELLHOP_INSTANCE"), self);
    Notes notes = new Notes(name, open(to, name));
    String begun = environment.getOrDefault(NotingInstance.BEGUN_MICROS, "");
    notes.line(Word.STARTED, begun.isEmpty() ? micros() : Long.parseLong(begun), name);
    return notes;
  }

  private static OutputStream open(String folder, String name) {
    try {
      if (folder.startsWith(SENT_TO)) {
        return HostOfContainers.connect(Integer.parseInt(folder.substring(SENT_TO.length())));
      }
      return folder.isEmpty()
          ? System.out
          : new FileOutputStream(Files.createTempFile(Path.of(folder), name, ".notes").toFile());
    } catch (IOException e) {
      throw new LoadTestException("cannot make notes in " + folder, e);
    }
  }

  static long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  /** What this instance calls itself. */
  String name() {
    return name;
  }

  void listens() {
    line(Word.LISTENS, micros(), "");
  }

  void request(int underWay, String path) {
    line(Word.REQUEST, micros(), underWay + " " + path);
  }

  void stopping(int requests, long sockets) {
    line(Word.STOPPING, micros(), requests + " " + sockets);
  }

  void ended() {
    line(Word.ENDED, micros(), "");
  }

  /** The line of one whose end is seen from outside. */
  static String endedNow() {
    return text(Word.ENDED, micros(), "");
  }

  private static String text(Word word, long micros, String more) {
    return "%s %d %s%n".formatted(word, micros, more);
  }

  private synchronized void line(Word word, long micros, String more) {
    try {
      out.write(text(word, micros, more).getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new LoadTestException("cannot write notes", e);
    }
  }
}

package io.bellhop.load.sleep;

import io.bellhop.load.stack.LoadTestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The notes of all instances of a run, and the processes that wrote them. */
final class NoteFolder implements AutoCloseable {
  private final Path folder;

  private NoteFolder(Path folder) {
    this.folder = folder;
  }

  /** Makes the folder. */
  static NoteFolder make(Path folder) {
    try {
      return new NoteFolder(Files.createDirectories(folder));
    } catch (IOException e) {
      throw new LoadTestException("cannot make " + folder, e);
    }
  }

  /** Where it is. */
  Path path() {
    return folder;
  }

  /** What every instance noted so far, by when it started. */
  List<InstanceStory> stories() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(NoteFolder::read)
          .filter(story -> !story.name().isEmpty())
          .sorted(Comparator.comparingLong(InstanceStory::startedMicros))
          .toList();
    } catch (IOException e) {
      throw new LoadTestException("cannot read " + folder, e);
    }
  }

  /** What the instances of one app noted so far. */
  List<InstanceStory> stories(String app) {
    return stories().stream().filter(story -> story.app().equals(app)).toList();
  }

  private static InstanceStory read(Path file) {
    try {
      return InstanceStory.of(WholeLines.of(file));
    } catch (IOException e) {
      throw new LoadTestException("cannot read " + file, e);
    }
  }

  /** The instances whose processes are there. */
  List<InstanceStory> alive() {
    return stories().stream().filter(story -> process(story).isPresent()).toList();
  }

  /** Its process; none where its number was given to another one since. */
  private static Optional<ProcessHandle> process(InstanceStory story) {
    return story.endedMicros() > 0 || !story.isOfAProcess()
        ? Optional.empty()
        : ProcessHandle.of(story.pid())
            .filter(ProcessHandle::isAlive)
            .filter(
                process ->
                    process
                        .info()
                        .commandLine()
                        .orElse("")
                        .contains(NotingInstance.class.getName()));
  }

  /** Ends those that are there, lest they outlive the run. */
  @Override
  public void close() {
    alive().forEach(story -> process(story).ifPresent(ProcessHandle::destroyForcibly));
  }
}

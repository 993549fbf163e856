package io.bellhop.agent.process;

import io.bellhop.agent.runtime.AttachedStreams;
import io.bellhop.agent.runtime.Ending;
import io.bellhop.agent.runtime.FailureCode;
import io.bellhop.agent.runtime.InstanceRuntime;
import io.bellhop.agent.runtime.LaunchOrder;
import io.bellhop.agent.runtime.LogFollowing;
import io.bellhop.agent.runtime.LogSink;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.agent.runtime.RuntimeId;
import io.bellhop.agent.runtime.RuntimeListener;
import io.bellhop.agent.runtime.TcpTable;
import io.bellhop.model.BackendAddress;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Instances as processes of the host, each with a folder below one of the agent's. A process goes
 * on when the agent ends; the next agent finds it by its folder, and knows it from one that was
 * given its process id later by the time at which it started. Memory and processor limits are not
 * imposed.
 */
public final class ProcessRuntime implements InstanceRuntime {
  private static final Path NET = Path.of("/proc/self/net");
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration LONGEST_KILL = Duration.ofSeconds(5);
  private static final int KILLED = 137;
  private static final int LAST_LINES = 20;

  private final Path root;
  private final Ports ports;
  private final ProcessLauncher launcher;
  private final RawLogs logs;
  private final Set<RuntimeId> watched = ConcurrentHashMap.newKeySet();
  private final Map<RuntimeId, AttachedStreams> attached = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile RuntimeListener listener = RuntimeListener.NONE;

  private ProcessRuntime(Path root, String host, InstantSource clock, Ports ports) {
    this.root = root;
    this.ports = ports;
    this.launcher = new ProcessLauncher(clock, host, ports);
    this.logs = new RawLogs(clock);
  }

  /**
   * Runs processes from a folder, which one agent has to itself.
   *
   * @param host under which routers reach the processes
   */
  public static ProcessRuntime in(Path folder, String host, InstantSource clock)
      throws RuntimeFailure {
    try {
      Files.createDirectories(folder);
      return new ProcessRuntime(
          folder, host, clock, new Ports(Ports.shared(), Ports.FIRST, Ports.LAST));
    } catch (IOException e) {
      throw disk("make the folder %s, or the file %s".formatted(folder, Ports.shared()), e);
    }
  }

  @Override
  public String kind() {
    return "process";
  }

  @Override
  public boolean proxiesPorts() {
    return false;
  }

  @Override
  public Observed start(LaunchOrder order) throws RuntimeFailure {
    ProcessFolder folder = folder(new RuntimeId(order.name()));
    try {
      Files.createDirectory(folder.path());
    } catch (FileAlreadyExistsException e) {
      return observe(folder).orElseThrow(() -> leftOver(folder));
    } catch (IOException e) {
      throw disk("make the folder " + folder.path(), e);
    }
    Process process = launch(folder, order);
    if (order.attachment().isPresent()) {
      attached.put(new RuntimeId(folder.name()), PipedStreams.of(folder, process));
    }
    if (!watch(folder)) {
      // It was done before anyone could watch it: its end is told all the same.
      listener.ended(new RuntimeId(folder.name()));
    }
    return observe(folder).orElseThrow(() -> leftOver(folder));
  }

  private Process launch(ProcessFolder folder, LaunchOrder order) throws RuntimeFailure {
    try {
      return launcher.launch(folder, order);
    } catch (RuntimeFailure e) {
      discard(folder);
      throw e;
    } catch (IOException e) {
      discard(folder);
      throw disk("start " + folder.name(), e);
    }
  }

  private void discard(ProcessFolder folder) {
    try {
      group(folder).ifPresent(ProcessGroup::kill);
      forget(folder);
    } catch (IOException ignored) {
      // The next list() sees a folder without a process, and removes it.
    }
  }

  @Override
  public void stop(RuntimeId id, Duration grace) throws RuntimeFailure {
    ProcessFolder folder = folder(id);
    Optional<ProcessGroup> found = group(folder);
    if (found.isEmpty()) {
      return;
    }
    ProcessGroup group = found.get();
    if (group.alive()) {
      group.terminate();
    }
    if (!awaitGone(group, grace)) {
      kill(folder, group);
    }
  }

  private void kill(ProcessFolder folder, ProcessGroup group) throws RuntimeFailure {
    group.kill();
    session(folder).ifPresent(ProcessGroup::killSession);
    if (!awaitKilled(group)) {
      throw new RuntimeFailure(
          FailureCode.ENGINE_HANGS,
          "process %d of %s does not end though it was killed: see what it waits for (ps -o wchan)"
              .formatted(group.pid(), folder.name()));
    }
    try {
      folder.writeExit(KILLED);
    } catch (IOException e) {
      throw disk("note the end of " + folder.name(), e);
    }
  }

  private boolean awaitGone(ProcessGroup group, Duration grace) throws RuntimeFailure {
    return awaitNot(group::alive, grace);
  }

  private boolean awaitKilled(ProcessGroup group) throws RuntimeFailure {
    // The group counts as long as nobody collects its dead, which is not ours to do.
    return awaitNot(() -> group.shell().isPresent(), LONGEST_KILL);
  }

  private boolean awaitNot(BooleanSupplier alive, Duration bound) throws RuntimeFailure {
    long deadline = System.nanoTime() + bound.toNanos();
    while (alive.getAsBoolean()) {
      if (System.nanoTime() >= deadline) {
        return false;
      }
      pause();
    }
    return true;
  }

  /**
   * Nobody tells of the end of a group, nor in time of a process of which this is not the parent.
   */
  private void pause() throws RuntimeFailure {
    try {
      if (closed.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new InterruptedException("closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RuntimeFailure(FailureCode.AGENT_BUSY, "the agent stops: stop again later", e);
    }
  }

  @Override
  public Optional<Observed> inspect(RuntimeId id) {
    return observe(folder(id));
  }

  @Override
  public List<Observed> list() throws RuntimeFailure {
    List<Observed> all = new ArrayList<>();
    try (Stream<Path> folders = Files.list(root)) {
      for (Path path : folders.filter(Files::isDirectory).toList()) {
        ProcessFolder folder = new ProcessFolder(path);
        observe(folder).ifPresent(all::add);
        watch(folder);
      }
    } catch (IOException e) {
      throw disk("read the folder " + root, e);
    }
    return all;
  }

  @Override
  public void remove(RuntimeId id) throws RuntimeFailure {
    ProcessFolder folder = folder(id);
    // What the command left running in its group goes with it.
    group(folder).ifPresent(ProcessGroup::kill);
    session(folder).ifPresent(ProcessGroup::killSession);
    attached(id).ifPresent(AttachedStreams::close);
    try {
      forget(folder);
    } catch (IOException e) {
      throw disk("remove the folder " + folder.path(), e);
    }
  }

  private void forget(ProcessFolder folder) throws IOException {
    Optional<ProcessState> state = folder.state();
    folder.delete();
    if (state.isPresent()) {
      ports.giveBack(state.get().port());
    }
  }

  @Override
  public void watch(RuntimeListener newListener) {
    listener = newListener;
  }

  @Override
  public LogFollowing followLogs(Observed instance, LogSink sink) {
    return logs.follow(folder(instance.id()), sink);
  }

  @Override
  public Optional<List<String>> clients(Observed instance) {
    try {
      return instance.address().isEmpty()
          ? Optional.empty()
          : Optional.of(TcpTable.clients(NET, instance.address().get().port()));
    } catch (IOException e) {
      return Optional.empty(); // Not on Linux.
    }
  }

  @Override
  public Optional<AttachedStreams> attached(RuntimeId id) {
    return Optional.ofNullable(attached.remove(id));
  }

  @Override
  public void close() {
    closed.countDown();
    attached.values().forEach(AttachedStreams::close);
    logs.close();
    try {
      ports.close();
    } catch (IOException ignored) {
      // Its locks end with this process at the latest.
    }
  }

  /** Returns whether it lives; its end is then told, once. */
  private boolean watch(ProcessFolder folder) {
    Optional<ProcessHandle> shell = group(folder).flatMap(ProcessGroup::shell);
    shell.ifPresent(live -> tellEnd(live, new RuntimeId(folder.name())));
    return shell.isPresent();
  }

  private void tellEnd(ProcessHandle shell, RuntimeId id) {
    if (watched.add(id)) {
      shell
          .onExit()
          .thenRun(
              () -> {
                watched.remove(id);
                listener.ended(id);
              });
    }
  }

  private static Optional<Observed> observe(ProcessFolder folder) {
    return folder
        .state()
        .map(
            state ->
                new Observed(
                    new RuntimeId(folder.name()),
                    state.slotKey(),
                    state.generation(),
                    state.revision(),
                    Optional.of(new BackendAddress(state.host(), state.port())),
                    folder.startedAt().orElse(Instant.ofEpochMilli(state.orderedAtMillis())),
                    ending(folder)));
  }

  private static Optional<Ending> ending(ProcessFolder folder) {
    // Looked at in this order: a shell that is gone has written the code before it went.
    if (group(folder).flatMap(ProcessGroup::shell).isPresent() && folder.exitCode().isEmpty()) {
      return Optional.empty();
    }
    List<String> lines = RawLogs.lastLines(folder, LAST_LINES);
    OptionalInt code = folder.exitCode();
    // Where nobody saw the end, the last sign of life counts: better too little than too much.
    Instant at = folder.exitedAt().orElseGet(folder::lastSign);
    return Optional.of(new Ending(code, false, at, lines));
  }

  private static Optional<ProcessGroup> group(ProcessFolder folder) {
    OptionalLong pid = folder.pid();
    Optional<Instant> startedAt = folder.startedAt();
    return pid.isPresent() && startedAt.isPresent()
        ? Optional.of(new ProcessGroup(pid.getAsLong(), startedAt.get()))
        : Optional.empty();
  }

  /** What runs in the terminal, which is of another group and session than the shell. */
  private static Optional<ProcessGroup> session(ProcessFolder folder) {
    OptionalLong session = folder.session();
    return session.isPresent()
        ? folder.sessionStartedAt().map(at -> new ProcessGroup(session.getAsLong(), at))
        : Optional.empty();
  }

  private ProcessFolder folder(RuntimeId id) {
    return new ProcessFolder(root.resolve(id.value()));
  }

  private static RuntimeFailure leftOver(ProcessFolder folder) {
    return new RuntimeFailure(
        FailureCode.COMMAND_FAILED,
        "the folder %s is of a start that failed: remove it".formatted(folder.path()));
  }

  private static RuntimeFailure disk(String what, IOException e) {
    boolean full = String.valueOf(e.getMessage()).contains("No space left");
    return new RuntimeFailure(
        full ? FailureCode.DISK_FULL : FailureCode.ENGINE_REFUSED,
        "cannot %s: %s: %s"
            .formatted(what, e, full ? "free space on the disk" : "see the folder's permissions"),
        e);
  }
}

package io.bellhop.load.traffic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.load.stack.ChildProcess;
import io.bellhop.load.stack.Http;
import io.bellhop.load.stack.JavaProgram;
import io.bellhop.load.stack.LoadTestException;
import io.bellhop.load.stack.Waiting;
import io.bellhop.load.stack.Workspace;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** An {@link InstanceSet} in a process of its own, and the words that it is told. Thread safe. */
public final class InstanceSetProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private final String name;
  private final List<Integer> ports;
  private final URI control;
  private final ChildProcess process;

  private InstanceSetProcess(
      Workspace workspace, String name, int mostAcceptedWhileHeld, List<Integer> ports) {
    this.name = name;
    this.ports = ports;
    int controlPort = Workspace.freePort();
    this.control = URI.create("http://127.0.0.1:" + controlPort);
    List<String> arguments = new ArrayList<>();
    arguments.add(name);
    arguments.add(Integer.toString(controlPort));
    arguments.add(Integer.toString(mostAcceptedWhileHeld));
    ports.forEach(port -> arguments.add(port.toString()));
    this.process = JavaProgram.start(workspace, name, InstanceSet.class, arguments);
  }

  /**
   * Starts the process; its instances are not open yet.
   *
   * @param mostAcceptedWhileHeld see {@link #openHeld()}
   */
  public static InstanceSetProcess start(
      Workspace workspace, String name, int instances, int mostAcceptedWhileHeld) {
    List<Integer> ports = Stream.generate(Workspace::freePort).limit(instances).toList();
    InstanceSetProcess set =
        workspace.keep(new InstanceSetProcess(workspace, name, mostAcceptedWhileHeld, ports));
    Waiting.until(name + " takes orders", START_LIMIT, set::answers);
    return set;
  }

  private boolean answers() {
    if (!process.isAlive()) {
      throw process.failure("ended at once");
    }
    try {
      counts();
      return true;
    } catch (LoadTestException e) {
      return false;
    }
  }

  /** What it calls itself in its answers. */
  public String name() {
    return name;
  }

  /** Where its instances listen, each as {@code HOST:PORT}. */
  public List<String> addresses() {
    return IntStream.range(0, ports.size()).mapToObj(i -> "127.0.0.1:" + ports.get(i)).toList();
  }

  /**
   * What came since it was opened.
   *
   * @param late arrivals after {@link #drained()}
   */
  public record Counts(long arrivals, long late, long accepted) {}

  /** Opens its instances, as new ones. */
  public void open() {
    tell("open");
  }

  /**
   * Opens its instances so that each takes a few connections, and lets any further ones wait in
   * vain until {@link #release()}.
   */
  public void openHeld() {
    tell("open-held");
  }

  /** Breaks every connection, and takes all from now on. */
  public void release() {
    tell("release");
  }

  /** Breaks every connection and takes no more, as if the instances' processes had ended. */
  public void closeInstances() {
    tell("close");
  }

  /** Tells it that it was reported drained: whatever arrives from now on is late. */
  public void drained() {
    tell("drained");
  }

  /** Sets whether health checks are passed. */
  public void up(boolean value) {
    tell(value ? "up" : "down");
  }

  /** What came so far. */
  public Counts counts() {
    return tell("counts");
  }

  private Counts tell(String word) {
    String answer = Http.get(control.resolve("/" + word)).body();
    try {
      return JSON.readValue(answer, Counts.class);
    } catch (JsonProcessingException e) {
      throw new LoadTestException("cannot read what %s answered: %s".formatted(name, answer), e);
    }
  }

  @Override
  public void close() {
    process.kill();
  }
}

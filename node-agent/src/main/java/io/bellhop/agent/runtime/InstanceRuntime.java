package io.bellhop.agent.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Port: what runs instances. It keeps with each of them whose it is, so that an agent that starts
 * again finds what it left. Every call ends within a time of its own; all may be called by any
 * thread.
 */
public interface InstanceRuntime extends AutoCloseable {
  /** What {@link io.bellhop.model.launch.AgentInfo#runtime()} says. */
  String kind();

  /** Whether something else may take connections to an instance's port before the instance does. */
  boolean proxiesPorts();

  /**
   * Starts an instance; a second start of an order returns what the first one started. Nothing is
   * left behind where it fails.
   */
  Observed start(LaunchOrder order) throws RuntimeFailure;

  /**
   * Asks an instance to end (SIGTERM), kills it after the grace (SIGKILL), and returns once it is
   * gone; returns at once where it has ended.
   */
  void stop(RuntimeId id, Duration grace) throws RuntimeFailure;

  /** One instance, whether it runs or ended; empty where the runtime knows nothing of it. */
  Optional<Observed> inspect(RuntimeId id) throws RuntimeFailure;

  /** Every instance that this agent started and did not remove, whether it runs or ended. */
  List<Observed> list() throws RuntimeFailure;

  /** Forgets an instance that ended, and frees what it held. No error where it is unknown. */
  void remove(RuntimeId id) throws RuntimeFailure;

  /** Has the listener told of ends. Called once per runtime, before anything is started. */
  void watch(RuntimeListener listener);

  /** Copies what an instance prints to the sink, from the given moment on, until it ends. */
  LogFollowing followLogs(Observed instance, LogSink sink);

  /**
   * The far ends of the connections to the port on which an instance listens; empty where this
   * runtime cannot see them.
   */
  Optional<List<String>> clients(Observed instance) throws RuntimeFailure;

  /**
   * The streams of what this object started attached, for one taker; empty where they were taken,
   * and of all else: they end with the agent.
   */
  Optional<AttachedStreams> attached(RuntimeId id);

  /** Lets go of the engine; what runs goes on. */
  @Override
  void close();
}

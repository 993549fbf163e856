package io.bellhop.agent.testing;

import io.bellhop.agent.runtime.AttachedStreams;
import io.bellhop.agent.runtime.FailureCode;
import io.bellhop.agent.runtime.InstanceRuntime;
import io.bellhop.agent.runtime.LaunchOrder;
import io.bellhop.agent.runtime.LogFollowing;
import io.bellhop.agent.runtime.LogSink;
import io.bellhop.agent.runtime.Observed;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.agent.runtime.RuntimeId;
import io.bellhop.agent.runtime.RuntimeListener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A runtime on a host whose disk is full: it starts nothing, and does all else. */
public record FullDisk(InstanceRuntime runtime) implements InstanceRuntime {
  @Override
  public String kind() {
    return runtime.kind();
  }

  @Override
  public boolean proxiesPorts() {
    return false;
  }

  @Override
  public Observed start(LaunchOrder order) throws RuntimeFailure {
    throw new RuntimeFailure(FailureCode.DISK_FULL, "the disk is full");
  }

  @Override
  public void stop(RuntimeId id, Duration grace) throws RuntimeFailure {
    runtime.stop(id, grace);
  }

  @Override
  public Optional<Observed> inspect(RuntimeId id) throws RuntimeFailure {
    return runtime.inspect(id);
  }

  @Override
  public List<Observed> list() throws RuntimeFailure {
    return runtime.list();
  }

  @Override
  public void remove(RuntimeId id) throws RuntimeFailure {
    runtime.remove(id);
  }

  @Override
  public void watch(RuntimeListener listener) {
    runtime.watch(listener);
  }

  @Override
  public LogFollowing followLogs(Observed instance, LogSink sink) {
    return runtime.followLogs(instance, sink);
  }

  @Override
  public Optional<List<String>> clients(Observed instance) throws RuntimeFailure {
    return runtime.clients(instance);
  }

  @Override
  public Optional<AttachedStreams> attached(RuntimeId id) {
    return runtime.attached(id);
  }

  @Override
  public void close() {
    runtime.close();
  }
}

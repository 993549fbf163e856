package io.bellhop.health.probe;

/**
 * When something is due for a task. Never taken out of a queue: one that its task no longer holds
 * is passed over when its time comes.
 */
final class Appointment implements Comparable<Appointment> {
  private final ProbeTask task;
  private final long dueNanos;

  Appointment(ProbeTask task, long dueNanos) {
    this.task = task;
    this.dueNanos = dueNanos;
  }

  ProbeTask task() {
    return task;
  }

  long dueNanos() {
    return dueNanos;
  }

  /** Whether the task still goes by it. */
  boolean stands() {
    return task.appointment() == this;
  }

  @Override
  public int compareTo(Appointment other) {
    // By difference, since nanoseconds of the JVM may wrap.
    return Long.signum(dueNanos - other.dueNanos);
  }
}

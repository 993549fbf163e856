package io.bellhop.agent.runtime;

/**
 * What a runtime calls one life of an instance: a container's id, a process's name. Never reused.
 */
public record RuntimeId(String value) {
  @Override
  public String toString() {
    return value;
  }
}

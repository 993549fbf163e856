package io.bellhop.app.launch;

import java.time.Duration;

/** What an agent runs instances with. */
public sealed interface RuntimeChoice {

  /**
   * Processes of this host.
   *
   * @param host under which routers reach them
   */
  record Processes(String host) implements RuntimeChoice {}

  /**
   * Containers of an engine that speaks the Docker Engine API.
   *
   * @param endpoint {@code unix:///path} or {@code tcp://host:port}
   * @param host under which routers reach their published ports
   * @param callTimeout of one call to the engine; creating and starting have more
   */
  record Containers(String endpoint, String host, Duration callTimeout) implements RuntimeChoice {}

  /**
   * Whatever a hook of the user's starts.
   *
   * @param target the path of a script, or the URL of an HTTP endpoint
   */
  record Hook(String target) implements RuntimeChoice {}
}

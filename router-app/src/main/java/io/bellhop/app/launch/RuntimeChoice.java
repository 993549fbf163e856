package io.bellhop.app.launch;

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
   */
  record Containers(String endpoint, String host) implements RuntimeChoice {}

  /**
   * Whatever a hook of the user's starts.
   *
   * @param target the path of a script, or the URL of an HTTP endpoint
   */
  record Hook(String target) implements RuntimeChoice {}
}

package io.bellhop.agent.docker;

import io.netty.handler.codec.http.HttpMethod;
import java.time.Duration;

/**
 * One request to the engine.
 *
 * @param path with its query, below the version
 * @param body JSON; empty for none
 */
record EngineCall(HttpMethod method, String path, String body, Duration timeout) {
  private static final String NOTHING = "";

  static EngineCall get(String path, Duration timeout) {
    return new EngineCall(HttpMethod.GET, path, NOTHING, timeout);
  }

  static EngineCall post(String path, String body, Duration timeout) {
    return new EngineCall(HttpMethod.POST, path, body, timeout);
  }

  static EngineCall post(String path, Duration timeout) {
    return post(path, NOTHING, timeout);
  }

  static EngineCall delete(String path, Duration timeout) {
    return new EngineCall(HttpMethod.DELETE, path, NOTHING, timeout);
  }

  EngineCall under(String prefix) {
    return new EngineCall(method, prefix + path, body, timeout);
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}

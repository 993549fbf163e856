package io.bellhop.app.admin;

import io.bellhop.model.StoreException;

/**
 * One thing the API can do.
 *
 * @param template the path, its variables in braces: {@code /api/v1/apps/{app}}
 */
record Endpoint(String method, String template, Access access, Action action) {

  /** Answers one request. Runs on a thread of the server's pool; may block within its timeouts. */
  @FunctionalInterface
  interface Action {
    Answer answer(Call call) throws StoreException;
  }

  static Endpoint read(String template, Action action) {
    return new Endpoint("GET", template, Access.READ, action);
  }

  static Endpoint change(String method, String template, Action action) {
    return new Endpoint(method, template, Access.CHANGE, action);
  }
}

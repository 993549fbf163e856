package io.bellhop.app.cli;

import io.bellhop.model.AppName;

/** A run as the admin API names it. */
record RunReference(AppName app, String run) {
  String path() {
    return "/api/v1/apps/%s/runs/%s".formatted(app, run);
  }
}

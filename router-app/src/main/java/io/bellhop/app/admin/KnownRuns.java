package io.bellhop.app.admin;

import io.bellhop.model.App;
import io.bellhop.model.StoreException;
import io.bellhop.model.run.Run;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.Runs;

/** The runs of the apps that there are. */
record KnownRuns(TableWatch table, Runs runs) {
  /** One run; throws 404 where there is none. */
  Run present(RunKey key) throws StoreException {
    App app = Apps.present(table.table(), key.app());
    return runs.find(key)
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemCode.NOT_FOUND,
                    "app '%s' has no run '%s', or has it no longer"
                        .formatted(app.name(), key.run()),
                    "see those that there are with `bellhop runs %s`".formatted(app.name())));
  }
}

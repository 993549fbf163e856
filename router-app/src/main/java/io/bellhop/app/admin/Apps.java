package io.bellhop.app.admin;

import io.bellhop.config.json.NearestName;
import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.AppTable;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.StoreException;
import java.util.List;
import java.util.Optional;

/** Finds the app that a request is about, or says why there is none. */
final class Apps {
  private static final int TYPING_ERRORS = 2;

  private Apps() {}

  /** Throws a 404 with the nearest name, or a 503 while no table is loaded. */
  static App present(AppTable table, AppName name) {
    return table.app(name).orElseThrow(() -> absent(table, name));
  }

  /** The same endpoint, which names the nearest app where a change finds that there is no such. */
  static Endpoint namingNearest(AppTable table, Endpoint endpoint) {
    if (!endpoint.template().contains("{app}")) {
      return endpoint;
    }
    return new Endpoint(
        endpoint.method(),
        endpoint.template(),
        endpoint.access(),
        call -> {
          try {
            return endpoint.action().answer(call);
          } catch (StoreException e) {
            if (e.reason() == StoreException.Reason.NOT_FOUND) {
              App unused = present(table, call.app());
            }
            throw e;
          }
        });
  }

  /** A 404 with the nearest name, or else another remedy. */
  static ProblemException noDeployment(App app, DeploymentName name, String otherwise) {
    List<String> known = app.deployments().keySet().stream().map(DeploymentName::value).toList();
    return new ProblemException(
        ProblemCode.NOT_FOUND,
        "app '%s' has no deployment '%s'".formatted(app.name(), name),
        NearestName.within(TYPING_ERRORS, known, name.value())
            .map(near -> "did you mean '%s'?".formatted(near))
            .orElse(otherwise));
  }

  private static ProblemException absent(AppTable table, AppName name) {
    if (!table.status().loaded()) {
      return new ProblemException(
              ProblemCode.UNAVAILABLE,
              "this router does not know the apps yet: " + table.status().detail(),
              "try again once /readyz says 200, or ask another router")
          .withHeader("Retry-After", "1");
    }
    return new ProblemException(
        ProblemCode.NOT_FOUND,
        "app '%s' does not exist".formatted(name),
        nearest(table, name)
            .map(near -> "did you mean '%s'? See `bellhop apps`".formatted(near))
            .orElse("see `bellhop apps`, or create it with `bellhop app create`"));
  }

  private static Optional<String> nearest(AppTable table, AppName name) {
    return NearestName.within(
        TYPING_ERRORS, table.apps().stream().map(app -> app.name().value()).toList(), name.value());
  }
}

package io.bellhop.config.write;

import io.bellhop.config.assemble.Claims;
import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.StoreException;
import io.bellhop.model.StoreException.Reason;

/** Why changes are not made, in a user's words. */
final class Refusals {
  private Refusals() {}

  static StoreException noApp(AppName app) {
    return new StoreException(
        Reason.NOT_FOUND, "app '%s' does not exist: create it first".formatted(app));
  }

  static StoreException noDeployment(AppName app, DeploymentName deployment) {
    return new StoreException(
        Reason.NOT_FOUND,
        "app '%s' has no deployment '%s': add it first".formatted(app, deployment));
  }

  static StoreException appExists(AppName app) {
    return new StoreException(
        Reason.EXISTS, "app '%s' exists already: change it, or take another name".formatted(app));
  }

  static StoreException routeTaken(AppName app, Claims.Conflict conflict) {
    return new StoreException(
        Reason.CONFLICT,
        "app '%s' cannot have %s: app '%s' has it; take it from that app first"
            .formatted(app, conflict.route(), conflict.holder()));
  }

  static StoreException takesTraffic(AppName app, DeploymentName deployment, int weight) {
    return new StoreException(
        Reason.CONFLICT,
        "deployment '%s' of app '%s' takes traffic with weight %d: switch to another first"
            .formatted(deployment, app, weight));
  }

  static StoreException invalidApp(AppName app, String reason) {
    return new StoreException(
        Reason.CONFLICT,
        "app '%s' has no spec to edit, since its node is not valid: %s; replace the whole spec"
            .formatted(app, reason));
  }

  static StoreException invalidDeployment(AppName app, DeploymentName deployment, String reason) {
    return new StoreException(
        Reason.CONFLICT,
        "deployment '%s' of app '%s' cannot take traffic, since its node is not valid: %s"
            .formatted(deployment, app, reason));
  }

  static StoreException epochMoved(AppName app, long expected, long actual) {
    return new StoreException(
        Reason.CONFLICT,
        "app '%s' is at epoch %d, not %d: it was switched meanwhile; look, then try again"
            .formatted(app, actual, expected));
  }

  static StoreException writtenButRefused(AppName app, String reason) {
    return new StoreException(
        Reason.CONFLICT,
        "the change of app '%s' was written but is not in use: %s".formatted(app, reason));
  }

  static StoreException tooLarge(AppName app, int nodes, int most) {
    return new StoreException(
        Reason.CONFLICT,
        "app '%s' has %d nodes, and at most %d can be removed at once: remove deployments first"
            .formatted(app, nodes, most));
  }

  static StoreException outpaced(AppName app) {
    return new StoreException(
        Reason.CONFLICT,
        "others keep changing app '%s': nothing was changed; try again".formatted(app));
  }
}

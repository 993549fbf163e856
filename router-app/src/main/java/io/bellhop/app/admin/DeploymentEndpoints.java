package io.bellhop.app.admin;

import io.bellhop.config.json.AppJson;
import io.bellhop.model.App;
import io.bellhop.model.AppStore;
import io.bellhop.model.Deployment;
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.StoreException;
import java.util.List;
import java.util.Optional;

/** Reading and changing the deployments of an app. */
final class DeploymentEndpoints {
  private static final String ONE = "/api/v1/apps/{app}/deployments/{deployment}";

  private final TableWatch table;
  private final AppStore store;

  DeploymentEndpoints(TableWatch table, AppStore store) {
    this.table = table;
    this.store = store;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.read(ONE, this::show),
        Endpoint.change("PUT", ONE, this::put),
        Endpoint.change("DELETE", ONE, this::remove));
  }

  private Reply show(Call call) {
    App app = Apps.present(table.table(), call.app());
    Deployment deployment =
        Optional.ofNullable(app.deployments().get(call.deployment()))
            .orElseThrow(
                () ->
                    Apps.noDeployment(
                        app, call.deployment(), "see `bellhop app show %s`".formatted(call.app())));
    return Reply.ok(AppView.of(deployment));
  }

  private Reply put(Call call) throws StoreException {
    DeploymentSpec spec = AppJson.strict().readDeployment(call.deployment(), call.body());
    store.putDeployment(call.app(), spec);
    table.awaitApp(
        call.app(),
        app ->
            Optional.ofNullable(app.deployments().get(spec.name()))
                .filter(deployment -> deployment.spec().equals(spec))
                .isPresent());
    return Reply.ok(AppJson.tree(spec));
  }

  private Reply remove(Call call) throws StoreException {
    store.removeDeployment(call.app(), call.deployment());
    table.awaitApp(call.app(), app -> !app.deployments().containsKey(call.deployment()));
    return Reply.noContent();
  }
}

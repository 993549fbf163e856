package io.bellhop.app.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.bellhop.config.json.AppJson;
import io.bellhop.model.App;
import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.AppStore;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Reading and changing apps. */
final class AppEndpoints {
  private static final String ALL = "/api/v1/apps";
  private static final String ONE = "/api/v1/apps/{app}";
  private static final int DEFAULT_PAGE = 1_000;
  private static final int LARGEST_PAGE = 10_000;

  private final TableWatch table;
  private final AppStore store;
  private final ProcessView process;

  AppEndpoints(TableWatch table, AppStore store, ProcessView process) {
    this.table = table;
    this.store = store;
    this.process = process;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.read(ALL, this::list),
        Endpoint.change("POST", ALL, this::create),
        Endpoint.read(ONE, call -> Reply.ok(AppView.of(Apps.present(table.table(), call.app())))),
        Endpoint.change("PUT", ONE, this::replace),
        Endpoint.change("PATCH", ONE, this::patch),
        Endpoint.change("DELETE", ONE, this::remove));
  }

  private Reply list(Call call) {
    int limit = call.query("limit").map(AppEndpoints::limit).orElse(DEFAULT_PAGE);
    String after = call.query("after").orElse("");
    List<App> page =
        table.table().apps().stream()
            .filter(app -> app.name().value().compareTo(after) > 0)
            .limit(limit + 1L)
            .toList();
    return Reply.ok(AppView.page(page, limit));
  }

  private Reply create(Call call) throws StoreException {
    ObjectNode body = call.object();
    if (!(body.remove("name") instanceof TextNode name)) {
      throw new InvalidValueException("field 'name' is missing: name the app");
    }
    AppSpec spec = read(new AppName(name.textValue()), body);
    checkSticky(Optional.empty(), spec);
    store.createApp(spec);
    table.awaitApp(spec.name(), app -> app.spec().equals(spec));
    return Reply.json(201, AppJson.tree(spec))
        .withHeader("Location", ALL + "/" + spec.name().value());
  }

  private Reply replace(Call call) throws StoreException {
    AppSpec spec = read(call.app(), call.object());
    checkSticky(table.table().app(spec.name()).map(App::spec), spec);
    store.updateApp(spec);
    return written(spec);
  }

  private Reply patch(Call call) throws StoreException {
    AppName name = call.app();
    ObjectNode patch = call.object();
    return written(store.editApp(name, now -> patched(now, patch)));
  }

  private AppSpec patched(AppSpec now, ObjectNode patch) {
    AppSpec spec = read(now.name(), MergePatch.apply(AppJson.tree(now), patch));
    checkSticky(Optional.of(now), spec);
    return spec;
  }

  /** Only what makes an app sticky is refused: what was so before can still be changed here. */
  private void checkSticky(Optional<AppSpec> before, AppSpec spec) {
    boolean asked =
        spec.sticky().isPresent() && !spec.sticky().equals(before.flatMap(AppSpec::sticky));
    if (asked && !process.hasStickyKey()) {
      throw new ProblemException(
          ProblemCode.MISSING_SETTING,
          "app '%s' cannot be sticky: this router has no key to make cookies with"
              .formatted(spec.name()),
          "set router.sticky.key, or BELLHOP_STICKY_KEY, to the same secret on every router and"
              + " start them anew; or leave 'sticky' out");
    }
  }

  private Reply written(AppSpec spec) {
    table.awaitApp(spec.name(), app -> app.spec().equals(spec));
    return Reply.ok(AppJson.tree(spec));
  }

  private Reply remove(Call call) throws StoreException {
    store.removeApp(call.app());
    table.awaitGone(call.app());
    return Reply.noContent();
  }

  private static AppSpec read(AppName name, JsonNode spec) {
    return AppJson.strict().readSpec(name, spec.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static int limit(String text) {
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= LARGEST_PAGE) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // Told below, like every other number that does not serve.
    }
    throw new InvalidValueException(
        "limit of '%s' is not valid: use 1 to %d".formatted(text, LARGEST_PAGE));
  }
}

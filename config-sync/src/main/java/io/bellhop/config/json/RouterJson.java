package io.bellhop.config.json;

import io.bellhop.model.RouterId;
import io.bellhop.model.RouterInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code {"addresses":["10.0.0.2:8080"],"adminAddress":"…","version":"…","capabilities":[]}}. */
record RouterJson(
    @Nullable List<String> addresses,
    @Nullable String adminAddress,
    @Nullable String version,
    @Nullable List<String> capabilities) {

  static RouterJson of(RouterInfo router) {
    return new RouterJson(
        router.addresses(), router.adminAddress(), router.version(), router.capabilities());
  }

  RouterInfo toModel(RouterId id) {
    return new RouterInfo(
        id,
        addresses == null ? List.of() : addresses,
        adminAddress == null ? "" : adminAddress,
        version == null ? "" : version,
        capabilities == null ? List.of() : capabilities);
  }
}

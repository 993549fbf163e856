package io.bellhop.router.pick;

import io.bellhop.model.HashKey;
import io.bellhop.model.SplitSpec;
import io.bellhop.router.control.AppView;
import io.bellhop.router.control.DeploymentView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The deployment that a tester asks for, past the split and past sticky cookies. */
final class NamedDeployment {
  private NamedDeployment() {}

  /** The name that the request carries; null where it has none, or the app takes none. */
  static @Nullable String name(AppView view, PickRequest request) {
    SplitSpec split = view.spec().split();
    String byHeader = text(request, split.overrideHeader().orElse(null));
    return byHeader != null ? byHeader : text(request, split.overrideCookie().orElse(null));
  }

  private static @Nullable String text(PickRequest request, @Nullable HashKey key) {
    return key == null ? null : request.hashText(key);
  }

  /** The deployment of that name; null where none of them takes traffic. */
  static @Nullable DeploymentView find(AppView view, String name) {
    List<DeploymentView> serving = view.serving();
    for (int i = 0; i < serving.size(); i++) {
      DeploymentView each = serving.get(i);
      // One without weight only helps out until it may go: nobody is to ask for that.
      if (each.weight() > 0 && each.name().value().equals(name)) {
        return each;
      }
    }
    return null;
  }
}

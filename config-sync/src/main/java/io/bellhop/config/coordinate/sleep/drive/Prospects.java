package io.bellhop.config.coordinate.sleep.drive;

import io.bellhop.config.coordinate.nodes.Nodes;
import io.bellhop.model.AppName;
import io.bellhop.model.sleep.WakeLedger;
import io.bellhop.model.wake.ProspectListener;
import io.bellhop.model.wake.WakeProspect;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Whether apps come up, of those that requests wait for. Used on the worker where not said. */
final class Prospects {
  private final SleepPart part;
  private final Map<AppName, AppProspect> known = new ConcurrentHashMap<>();
  private volatile ProspectListener listener = (app, now) -> {};
  private @Nullable Nodes nodes;

  Prospects(SleepPart part) {
    this.part = part;
  }

  /** Told of what changed; on any thread. */
  void onChange(ProspectListener newListener) {
    listener = newListener;
  }

  /** Another session, or none. */
  void session(@Nullable Nodes session) {
    nodes = session;
    known.values().forEach(each -> each.session(session));
  }

  /** What is known; it is looked at from now on. On any thread. */
  WakeProspect asked(AppName app) {
    AppProspect prospect = of(app);
    if (prospect.ask()) {
      part.worker().execute(() -> prospect.session(nodes));
    }
    return prospect.now();
  }

  /** It is not looked at any more. On any thread. */
  void concluded(AppName app) {
    AppProspect prospect = known.get(app);
    if (prospect != null) {
      prospect.conclude();
    }
  }

  private AppProspect of(AppName app) {
    return known.computeIfAbsent(
        app, name -> new AppProspect(name, part, now -> listener.changed(name, now)));
  }

  /** How long an app takes, as far as its ledger says. */
  void learn(AppName app, WakeLedger ledger) {
    of(app).learn(ledger);
  }

  /** The app itself changed. */
  void appChanged(AppName app) {
    tell(app, AppProspect::appChanged);
  }

  /** What happens to the app's instances changed; on any thread, and often. */
  void startsChanged(AppName app) {
    if (known.containsKey(app)) {
      part.worker().execute(() -> tell(app, AppProspect::startsChanged));
    }
  }

  private void tell(AppName app, Consumer<AppProspect> call) {
    AppProspect prospect = known.get(app);
    if (prospect != null) {
      call.accept(prospect);
    }
  }

  /** Nothing of it is waited for, or it is gone. */
  void forget(AppName app) {
    AppProspect prospect = known.remove(app);
    if (prospect != null) {
      prospect.forget();
    }
  }
}

package io.bellhop.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.app.admin.ChangeSignal;
import io.bellhop.model.App;
import io.bellhop.model.AppListener;
import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.HostPattern;
import io.bellhop.model.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListenerRelayTest {
  private final ListenerRelay relay = new ListenerRelay(new ChangeSignal());
  private final Told told = new Told();

  @Test
  void whatWasToldBeforeThereWasATargetIsToldOnceThereIs() {
    relay.appChanged(app("a"));
    relay.appChanged(app("b"));
    relay.relayTo(told);
    assertThat(told.events).containsExactly("changed a", "changed b");
  }

  @Test
  void whatIsGoneByThenIsNeverTold() {
    relay.appChanged(app("a"));
    relay.appRemoved(new AppName("a"));
    relay.relayTo(told);
    assertThat(told.events).isEmpty();
  }

  @Test
  void everyLaterChangeIsToldAtOnce() {
    relay.relayTo(told);
    relay.appChanged(app("a"));
    relay.appRemoved(new AppName("a"));
    assertThat(told.events).containsExactly("changed a", "removed a");
  }

  private static App app(String name) {
    return App.of(
        AppSpec.of(new AppName(name), new HostPattern(name + ".localhost")),
        Traffic.NONE,
        Map.of());
  }

  private static final class Told implements AppListener {
    private final List<String> events = new ArrayList<>();

    @Override
    public void appChanged(App app) {
      events.add("changed " + app.name());
    }

    @Override
    public void appRemoved(AppName name) {
      events.add("removed " + name);
    }
  }
}

package io.bellhop.agent.reconcile;

import static io.bellhop.agent.testing.Sample.AGENT;
import static io.bellhop.agent.testing.Sample.slot;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.agent.runtime.Observed;
import io.bellhop.model.InstanceState;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.SlotHolder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Judges nothing by a list that was read before it happened. */
final class ListingTest extends ReconcilerCase {
  @Test
  void whatStartedWhileTheListWasReadIsNotMissedInIt() {
    list();
    look();
    Claim claim = hold(0, 101, InstanceState.STARTING);
    reconciler.claimed(claim);
    reconciler.listing();
    reconciler.started(claim, running(0, 101));
    effects.take();
    reconciler.observed(List.of());
    assertThat(effects.take()).isEmpty();
    list();
    assertThat(effects.take()).containsExactly("release 0", "crash loop 1", "remove c101");
  }

  @Test
  void whatTheListMetHalfStartedHasNotEnded() {
    list();
    look();
    Claim claim = hold(0, 101, InstanceState.STARTING);
    reconciler.claimed(claim);
    reconciler.listing();
    Observed running = running(0, 101);
    reconciler.started(claim, running);
    effects.take();
    reconciler.observed(List.of(ended(running, 137)));
    assertThat(effects.take()).isEmpty();
    list(ended(running, 137));
    assertThat(effects.take()).containsExactly("release 0", "crash loop 1", "remove c101");
  }

  @Test
  void whatEndedWhileTheListWasReadIsNotTakenUpFromIt() {
    Observed running = serve(0, 101);
    instances = 0;
    look();
    reconciler.listing();
    reconciler.ended(ended(running, 143));
    effects.take();
    holders.clear();
    instances = 1;
    reconciler.observed(List.of(running));
    look();
    assertThat(effects.take()).containsExactly("claim 0");
  }

  @Test
  void whatEndedWhileTheFirstListWasReadIsNotTakenForRunning() {
    Observed running = running(0, 55);
    holders.put(slot(0), new SlotHolder(AGENT, 55, InstanceState.READY));
    reconciler.listing();
    reconciler.ended(ended(running, 3));
    reconciler.observed(List.of(running));
    look();
    assertThat(effects.take()).containsExactly("release 0", "crash loop 1", "remove c55");
  }
}

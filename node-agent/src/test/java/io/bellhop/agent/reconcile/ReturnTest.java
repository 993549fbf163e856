package io.bellhop.agent.reconcile;

import static io.bellhop.agent.testing.Sample.OTHER;
import static io.bellhop.agent.testing.Sample.slot;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.agent.testing.Sample;
import io.bellhop.model.InstanceState;
import io.bellhop.model.launch.SlotHolder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Leaves the slots of an agent whose session ended to it, for it may be back at once. */
final class ReturnTest extends ReconcilerCase {
  private static final Duration MOMENT = Duration.ofMillis(1);

  @BeforeEach
  void anotherAgentHasTheSlot() {
    agents.add(Sample.agent(OTHER, Sample.ROOMY));
    holders.put(slot(0), new SlotHolder(OTHER, 55, InstanceState.READY));
    reconciler.observed(List.of());
    look();
  }

  private void pass(Duration time) {
    clock.advance(time);
    look();
  }

  private void otherIsGone() {
    agents.removeIf(agent -> agent.id().equals(OTHER));
  }

  @Test
  void theSlotsOfAnAgentThatIsGoneAreLeftToItForAMoment() {
    holders.clear();
    otherIsGone();
    look();
    pass(Policy.DEFAULT.returnPause().minus(MOMENT));
    assertThat(effects.take()).isEmpty();
    pass(MOMENT);
    assertThat(effects.take()).containsExactly("claim 0");
  }

  @Test
  void aBoardThatStillHasTheAgentSnatchesNothing() {
    holders.clear();
    look();
    otherIsGone();
    pass(Duration.ofMillis(10));
    pass(Policy.DEFAULT.returnPause().minusMillis(11));
    assertThat(effects.take()).isEmpty();
    pass(MOMENT);
    assertThat(effects.take()).containsExactly("claim 0");
  }

  @Test
  void anAgentThatIsBackInTimeKeepsItsSlots() {
    holders.clear();
    otherIsGone();
    look();
    holders.put(slot(0), new SlotHolder(OTHER, 77, InstanceState.READY));
    pass(Policy.DEFAULT.returnPause());
    holders.clear();
    look();
    pass(Policy.DEFAULT.returnPause().minus(MOMENT));
    assertThat(effects.take()).isEmpty();
  }

  @Test
  void aSlotThatIsFreeFromTheBeginningIsNotWaitedFor() {
    otherIsGone();
    instances = 2;
    look();
    assertThat(effects.take()).containsExactly("claim 1");
  }
}

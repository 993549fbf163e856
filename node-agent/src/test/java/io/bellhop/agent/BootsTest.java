package io.bellhop.agent;

import static io.bellhop.agent.testing.Sample.AGENT;
import static io.bellhop.agent.testing.Sample.slot;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.model.launch.Boot;
import io.bellhop.model.launch.Claim;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BootsTest {
  private static final Claim CLAIM = new Claim(slot(0), AGENT, 7);
  private static final Claim NEXT = new Claim(slot(0), AGENT, 8);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);
  private final Boots boots = new Boots(nanos::get);

  private void pass(long millis) {
    nanos.addAndGet(Duration.ofMillis(millis).toNanos());
  }

  private void start() {
    boots.claimed(CLAIM);
    pass(20);
    boots.started(CLAIM);
    pass(200);
  }

  @Test
  void bothTimesCountFromTheClaim() {
    start();
    assertThat(boots.of(CLAIM)).isEmpty();

    boots.listens(CLAIM);

    assertThat(boots.of(CLAIM)).contains(new Boot(Duration.ofMillis(20), Duration.ofMillis(220)));
  }

  @Test
  void ofAnInstanceThatWasFoundAgainNothingIsTold() {
    boots.claimed(CLAIM);
    boots.listens(CLAIM);

    assertThat(boots.of(CLAIM)).isEmpty();
  }

  @Test
  void nothingIsTakenForThatOfTheNextClaim() {
    start();
    boots.claimed(NEXT);
    boots.listens(CLAIM);
    boots.forget(slot(0), CLAIM.generation());
    boots.started(NEXT);
    boots.listens(NEXT);

    assertThat(boots.of(CLAIM)).isEmpty();
    assertThat(boots.of(NEXT)).contains(new Boot(Duration.ZERO, Duration.ZERO));
  }

  @Test
  void whatEndedIsForgotten() {
    start();
    boots.listens(CLAIM);

    boots.forget(slot(0), CLAIM.generation());

    assertThat(boots.of(CLAIM)).isEmpty();
  }
}

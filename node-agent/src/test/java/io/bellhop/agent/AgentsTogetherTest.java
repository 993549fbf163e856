package io.bellhop.agent;

import static io.bellhop.agent.testing.Sample.AGENT;
import static io.bellhop.agent.testing.Sample.OTHER;
import static io.bellhop.agent.testing.Sample.slot;
import static io.bellhop.agent.testing.Sample.wanted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.agent.testing.FullDisk;
import io.bellhop.agent.testing.Sample;
import io.bellhop.model.launch.Claim;
import io.bellhop.model.launch.Resources;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** Several agents share slots out among them, and lose them to each other. */
final class AgentsTogetherTest extends NodeAgentCase {
  @Test
  void twoAgentsShareTheInstancesAndStartEachOnce() throws Exception {
    NodeAgent one = agent(AGENT);
    NodeAgent two = agent(OTHER);
    await().until(() -> claims.board().agents().size() == 2);
    serve(4);
    assertThat(claims.granted()).hasSize(4);
    assertThat(one.status().phases()).hasSize(2);
    assertThat(two.status().phases()).hasSize(2);
  }

  @Test
  void theSlotsOfADeadAgentAreTakenOver() throws Exception {
    NodeAgent one = agent(AGENT);
    serve(1);
    NodeAgent two = agent(OTHER);
    one.retire(LONGEST);
    agents.remove(one);
    one.close();
    claims.expire(AGENT);
    awaitReady(1);
    assertThat(two.status().phases()).containsKey(slot(0));
  }

  @Test
  void anAgentWhoseSessionExpiredHasItsSlotsBackBeforeOthersTakeThem() throws Exception {
    NodeAgent one = agent(AGENT);
    serve(1);
    long pid = ask(0);
    NodeAgent two = agent(OTHER);
    await().until(() -> claims.board().agents().size() == 2);
    claims.expire(AGENT);
    awaitReady(1);
    await().until(() -> one.status().phases().containsValue("serving"));
    assertThat(ask(0)).isEqualTo(pid);
    assertThat(claims.granted()).extracting(Claim::agent).containsExactly(AGENT, AGENT);
    assertThat(two.status().phases()).isEmpty();
  }

  @Test
  void anInstanceWhoseSlotIsLostRunsUntilItsLastClientIsGone() throws Exception {
    NodeAgent agent = agent(AGENT);
    serve(1);
    long pid = ask(0);
    try (Socket client = connect(0)) {
      claims.give(slot(0), OTHER);
      await().until(() -> agent.status().phases().containsValue("leaving"));
      awaitThatItGoesOn(pid, client);
    }
    await().atMost(LONGEST).until(() -> agent.status().phases().isEmpty());
    assertThat(process(pid)).isEmpty();
  }

  @Test
  void whatOneAgentCannotStartAnotherDoesAndIsAskedFirstFromThenOn() throws Exception {
    // Ten times the room: it is the first choice for as long as it is not known to be in trouble.
    NodeAgent broken = agent(AGENT, new Resources(1_000, 1L << 44, 1_000_000), FullDisk::new);
    NodeAgent works = agent(OTHER);
    await().until(() -> claims.board().agents().size() == 2);
    claims.want(wanted(Sample.server(), 1));
    await()
        .untilAsserted(
            () ->
                assertThat(claims.granted())
                    .extracting(Claim::agent)
                    .containsExactly(AGENT, OTHER));
    await()
        .until(() -> claims.board().agents().stream().anyMatch(each -> each.trouble().isPresent()));
    serve(2);
    assertThat(claims.granted()).extracting(Claim::agent).containsExactly(AGENT, OTHER, OTHER);
    assertThat(broken.status().lastFailure()).isEqualTo("the disk is full");
    assertThat(works.status().phases()).hasSize(2);
  }
}

package io.bellhop.agent;

import static io.bellhop.agent.testing.Sample.AGENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellhop.agent.runtime.LogSink.Output;
import io.bellhop.model.run.Attachment;
import io.bellhop.model.run.RunKey;
import io.bellhop.model.run.RunOutcome;
import io.bellhop.model.run.RunState.Ended;
import io.bellhop.model.run.TerminalSize;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Runs with a client, as real processes. */
final class AttachedRunTest extends RunAgentCase {
  private static final String CTRL_C = "\u0003";

  private RunKey attached(String script) {
    return run(script, Duration.ofMinutes(5), Optional.of(new Attachment(Optional.empty())));
  }

  private RunKey inTerminal(String script) {
    TerminalSize size = new TerminalSize(33, 101);
    return run(script, Duration.ofMinutes(5), Optional.of(new Attachment(Optional.of(size))));
  }

  @Test
  void whatIsSentIsReadByTheCommandAndItsOutputsComeBackApart() throws Exception {
    RunAgent agent = agent(AGENT);
    RunKey key = attached("cat; echo oh >&2; exit 4");
    RunClient client = RunClient.of(agent, key);
    client.send("data", false);
    client.awaitOutput("data");
    client.send("", true);
    client.readToTheEnd();
    assertThat(client.text(Output.OUT)).isEqualTo("data");
    assertThat(client.text(Output.ERR)).isEqualTo("oh\n");
    Ended end = awaitEnd(key);
    assertThat(end.outcome()).isEqualTo(new RunOutcome.Exited(4));
    assertThat(end.lastLines()).containsExactlyInAnyOrder("data", "oh");
    assertThat(printed(agent, key)).anyMatch(line -> line.endsWith(" err oh"));
  }

  @Test
  void whatTheClientIsTooSlowForWaitsInTheCommand() throws Exception {
    RunAgent agent = agent(AGENT);
    RunClient client = RunClient.of(agent, attached("head -c 3000000 /dev/zero; echo end >&2"));
    client.readToTheEnd();
    assertThat(client.text(Output.OUT)).hasSize(3_000_000);
    assertThat(client.text(Output.ERR)).isEqualTo("end\n");
  }

  @Test
  void aTerminalHasItsSizeAndHandsCtrlCOnAsASignal() throws Exception {
    RunAgent agent = agent(AGENT);
    RunKey key =
        inTerminal(
            "trap 'stty size' WINCH; trap 'echo interrupted; exit 9' INT;"
                + " test -t 0 && stty size; while :; do sleep 0.05; done");
    RunClient client = RunClient.of(agent, key);
    client.awaitOutput("33 101");
    agent.attached().resize(key, new TerminalSize(20, 60));
    client.awaitOutput("20 60");
    client.send(CTRL_C, false);
    client.readToTheEnd();
    assertThat(client.text(Output.OUT)).contains("interrupted");
    assertThat(awaitEnd(key).outcome()).isEqualTo(new RunOutcome.Exited(9));
  }

  @Test
  void whatIgnoresItsTerminalsEndIsKilledWithItsWholeSession() throws Exception {
    RunAgent agent = agent(AGENT);
    RunKey key = inTerminal("set -m; trap '' HUP TERM; sleep 600 & echo child $!; wait");
    RunClient client = RunClient.of(agent, key);
    client.awaitOutput("\n");
    long child = Long.parseLong(client.awaitOutput("\r\n").strip().replaceAll(".* ", ""));
    claims.put(claims.get(key).withCancelAsked());
    assertThat(awaitEnd(key).outcome()).isEqualTo(new RunOutcome.Cancelled());
    await()
        .atMost(LONGEST)
        .until(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void anAttachedRunDoesNotGoOnWithTheNextAgent() throws Exception {
    RunAgent first = agent(AGENT);
    RunKey key = attached("trap '' HUP PIPE; echo there; while :; do sleep 0.1; done");
    RunClient.of(first, key).awaitOutput("there");
    agents.remove(first);
    first.close();
    claims.expire(AGENT);
    RunAgent second = agent(AGENT);
    Ended end = awaitEnd(key);
    assertThat(end.outcome()).isEqualTo(new RunOutcome.Cancelled());
    assertThat(end.message()).contains("its client is gone", "--detach");
    assertThat(second.attached().read(key, 0, Duration.ZERO)).isEmpty();
  }
}

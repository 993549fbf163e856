package io.bellhop.load.scenario;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellhop.load.stack.ChildProcess;
import io.bellhop.load.stack.LoadTestException;
import io.bellhop.load.stack.RouterProcess;
import io.bellhop.load.stack.RouterProcess.Options;
import io.bellhop.load.stack.TreeWriter;
import io.bellhop.load.stack.Workspace;
import io.bellhop.load.stack.ZooKeeperEnsemble;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Black-box checks of HTTP/1.1 over raw sockets, by the script named in the first argument; what
 * follows is passed on to it. Holds where every case passes.
 */
public final class RawCheck implements Scenario {
  private static final String HOST = "a.test";
  private static final int TIMEOUT_SECONDS = 6;

  @Override
  public void run(Workspace workspace, List<String> arguments) {
    if (arguments.isEmpty()) {
      throw new LoadTestException("name the script of the checks, and then its arguments");
    }
    ZooKeeperEnsemble zookeeper = ZooKeeperEnsemble.start(workspace, 1);
    String backend = "127.0.0.1:" + Workspace.freePort();
    try (TreeWriter tree = new TreeWriter(zookeeper)) {
      tree.appWithTimeout("checked", "[\"" + HOST + "\"]", TIMEOUT_SECONDS);
      tree.deployment("checked", TreeWriter.ONLY, backend);
      tree.flush();
    }
    RouterProcess router = RouterProcess.start(workspace, options(zookeeper));
    Path verdicts = workspace.file("verdicts.json");
    List<String> command = new ArrayList<>(List.of("python3", arguments.get(0)));
    command.addAll(List.of("--proxy", "127.0.0.1:" + router.port()));
    command.addAll(List.of("--backend", backend, "--host", HOST, "--json", verdicts.toString()));
    for (String timeout : List.of("--header-timeout", "--body-timeout", "--backend-timeout")) {
      command.addAll(List.of(timeout, Integer.toString(TIMEOUT_SECONDS)));
    }
    command.addAll(arguments.subList(1, arguments.size()));
    ChildProcess.runHere(command);
    requireNoneFailed(verdicts);
  }

  private static Options options(ZooKeeperEnsemble zookeeper) {
    return new Options(
        "checked",
        zookeeper.connect(),
        "",
        List.of(
            "  accessLog: {mode: off}",
            "  timeouts: {head: %1$ds, body: %1$ds}".formatted(TIMEOUT_SECONDS)));
  }

  private static void requireNoneFailed(Path verdicts) {
    try {
      int failed = new ObjectMapper().readTree(verdicts.toFile()).path("failed").asInt(-1);
      if (failed != 0) {
        throw new LoadTestException("%d cases failed".formatted(failed));
      }
    } catch (IOException e) {
      throw new LoadTestException("the checks left no verdicts in " + verdicts, e);
    }
  }
}

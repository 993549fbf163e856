package io.bellhop.load.scenario;

import io.bellhop.load.stack.AdminApi.Deployment;
import io.bellhop.load.stack.ChildProcess;
import io.bellhop.load.stack.LoadTestException;
import io.bellhop.load.stack.RouterProcess;
import io.bellhop.load.stack.WebSocketBackend;
import io.bellhop.load.stack.Workspace;
import io.bellhop.load.stack.Wrk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Clients that people really use: curl, wrk, and a browser with a WebSocket. Argument: the
 * browser's command ({@code chromium}).
 */
public final class Clients implements Scenario {
  private static final int MESSAGES = 100;
  private static final String PAGE =
      """
      <!doctype html><script>
        const socket = new WebSocket('ws://' + location.host + '/echo');
        let received = 0;
        const report = text => fetch('/report', {method: 'POST', body: text});
        socket.onopen = () => socket.send('message 0');
        socket.onerror = () => report('error after ' + received);
        socket.onmessage = event => {
          if (event.data !== 'message ' + received) return report('wrong: ' + event.data);
          received++;
          if (received === %d) report('echoed ' + received);
          else socket.send('message ' + received);
        };
      </script>
      """
          .formatted(MESSAGES);

  @Override
  public void run(Workspace workspace, List<String> arguments) {
    Stack stack = Stack.start(workspace, 1);
    curl(workspace, stack.router());
    Wrk.Result load = Wrk.start(workspace, stack.router().url("/"), Stack.HOST, 10).result();
    Reports.load(load);
    load.requireNoFailure();
    browser(workspace, stack.router(), arguments.isEmpty() ? "chromium" : arguments.get(0));
  }

  private static void curl(Workspace workspace, RouterProcess router) {
    expectBlue("curl, GET", curl(workspace, router, List.of()));
    expectBlue(
        "curl, POST in chunks",
        curl(workspace, router, List.of("-H", "Transfer-Encoding: chunked", "-d", "a=1")));
    String big = workspace.write("big.txt", "x".repeat(5_000_000)).toString();
    expectBlue(
        "curl, PUT that waits for 100 Continue",
        curl(workspace, router, List.of("-H", "Expect: 100-continue", "-T", big)));
  }

  private static void expectBlue(String what, String answer) {
    if (!answer.equals(Stack.BLUE)) {
      throw new LoadTestException("%s was answered '%s'".formatted(what, answer));
    }
    Say.fact(what, "answered");
  }

  private static String curl(Workspace workspace, RouterProcess router, List<String> options) {
    List<String> command =
        new ArrayList<>(List.of("curl", "-sSf", "-m", "20", "-H", "Host: " + Stack.HOST));
    command.addAll(options);
    command.add(router.url("/curl").toString());
    return ChildProcess.start("curl", workspace.file("curl.log"), Map.of(), command).output(30);
  }

  private static void browser(Workspace workspace, RouterProcess router, String browser) {
    WebSocketBackend backend = workspace.keep(WebSocketBackend.start(PAGE));
    router
        .admin()
        .createApp(
            "socket", "socket.localhost", List.of(new Deployment("only", backend.address())));
    workspace.keep(
        ChildProcess.start(
            "browser",
            workspace.file("browser.log"),
            Map.of(),
            List.of(
                browser,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--user-data-dir=" + workspace.file("browser"),
                "http://socket.localhost:" + router.port() + "/")));
    String expected = "echoed " + MESSAGES;
    String report = reportOf(backend);
    if (!report.equals(expected)) {
      throw new LoadTestException("the browser's page reports '%s'".formatted(report));
    }
    Say.fact("a browser's WebSocket", report + " messages");
  }

  private static String reportOf(WebSocketBackend backend) {
    try {
      return backend.report().get(60, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new LoadTestException("the browser's page did not report within 60 s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadTestException("interrupted", e);
    }
  }
}

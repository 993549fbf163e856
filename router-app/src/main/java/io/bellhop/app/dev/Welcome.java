package io.bellhop.app.dev;

import java.util.ArrayList;
import java.util.List;

/** What to try next, with the ports really taken. */
public final class Welcome {
  private static final int USUAL_ADMIN_PORT = 9901;

  private Welcome() {}

  /** Lines to be printed once everything runs. */
  public static List<String> lines(DevStack stack) {
    int port = stack.address().getPort();
    int adminPort = stack.adminAddress().getPort();
    String bellhop =
        adminPort == USUAL_ADMIN_PORT
            ? "bellhop"
            : "BELLHOP_URL=http://127.0.0.1:%d bellhop".formatted(adminPort);
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        "Bellhop takes requests on http://localhost:%d. Try, in another shell:".formatted(port));
    lines.add("");
    lines.addAll(stack.hasSamples() ? withSamples(port, bellhop) : withoutSamples(port, bellhop));
    lines.add("  curl http://127.0.0.1:%d/metrics".formatted(adminPort));
    lines.add(
        "  bellhop router --help       (this ZooKeeper: %s)".formatted(stack.zooKeeperConnect()));
    lines.add("");
    lines.add("Ctrl-C ends it all.");
    return lines;
  }

  private static List<String> withSamples(int port, String bellhop) {
    String base = "http://localhost:" + port;
    String curl = "  curl -H 'Host: %s' ".formatted(Samples.HOST);
    return List.of(
        curl + base,
        curl + "'" + base + "/slow?ms=2000'",
        curl + "-N " + base + "/stream",
        "  " + bellhop + " apps",
        "  " + bellhop + " ps hello",
        "  " + bellhop + " explain hello",
        "  " + bellhop + " deploy hello --deployment green",
        "  " + bellhop + " rollback hello",
        "",
        "An app that sleeps is started by the request that needs it; a command can be run once:",
        "",
        "  curl -H 'Host: %s' ".formatted(SleepingSample.HOST) + base,
        "  " + bellhop + " explain nap",
        "  " + bellhop + " sleep nap",
        "  " + bellhop + " run nap -- echo 'run once'",
        "  " + bellhop + " runs nap",
        "");
  }

  private static List<String> withoutSamples(int port, String bellhop) {
    return List.of(
        "  " + bellhop + " app create shop --host shop.localhost",
        "  " + bellhop + " deploy shop --deployment v1 --address 127.0.0.1:3000",
        "  curl -H 'Host: shop.localhost' http://localhost:%d".formatted(port));
  }
}

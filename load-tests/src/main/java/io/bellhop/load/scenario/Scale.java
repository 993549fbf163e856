package io.bellhop.load.scenario;

import io.bellhop.load.stack.Http;
import io.bellhop.load.stack.NamedBackend;
import io.bellhop.load.stack.RouterProcess;
import io.bellhop.load.stack.RouterProcess.Options;
import io.bellhop.load.stack.TreeWriter;
import io.bellhop.load.stack.Waiting;
import io.bellhop.load.stack.Workspace;
import io.bellhop.load.stack.ZooKeeperEnsemble;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Many apps and hostnames: time to load, memory, and how soon a change is routed by while all are
 * loaded. Arguments: number of apps (100000), hostnames of each (10).
 */
public final class Scale implements Scenario {
  private static final int WARM_UP = 200;
  private static final int CHANGED_APPS = 2_000 + WARM_UP;
  private static final Duration CHANGE_LIMIT = Duration.ofSeconds(30);
  private static final Duration SETTLE = Duration.ofSeconds(5);

  @Override
  public void run(Workspace workspace, List<String> arguments) {
    int apps = argument(arguments, 0, 100_000);
    int hosts = argument(arguments, 1, 10);
    ZooKeeperEnsemble zookeeper = ZooKeeperEnsemble.start(workspace, 1);
    String blue = workspace.keep(NamedBackend.start(Stack.BLUE)).address();
    String green = workspace.keep(NamedBackend.start(Stack.GREEN)).address();
    TreeWriter tree = workspace.keep(new TreeWriter(zookeeper));
    fill(tree, apps, hosts, blue, green);
    Options options = Options.of("router", zookeeper.connect());
    RouterProcess router = RouterProcess.start(workspace, options);
    Say.fact("boot with an empty disk, to ready", router.startTime());
    requireServing(router, apps, hosts);
    Say.fact("heap in use after a collection", router.liveHeapMiB(workspace) + " MiB");
    Say.fact("resident memory, peak", memory(router));
    measureRequests(router, apps);
    measureChanges(tree, router, apps);
    bootFromDisk(workspace, zookeeper, router, apps, hosts);
  }

  private static int argument(List<String> arguments, int index, int otherwise) {
    return arguments.size() > index ? Integer.parseInt(arguments.get(index)) : otherwise;
  }

  private static void fill(TreeWriter tree, int apps, int hosts, String blue, String green) {
    long start = System.nanoTime();
    for (int i = 0; i < apps; i++) {
      int app = i;
      String hostsJson =
          IntStream.range(0, hosts)
              .mapToObj(host -> "\"" + host(app, host) + "\"")
              .collect(Collectors.joining(",", "[", "]"));
      tree.app(name(i), hostsJson, Stack.BLUE);
      tree.deployment(name(i), Stack.BLUE, blue);
    }
    for (int i = 0; i < CHANGED_APPS; i++) {
      tree.deployment(name(changed(i, apps)), Stack.GREEN, green);
    }
    tree.flush();
    Say.fact("apps, hostnames", "%,d, %,d".formatted(apps, apps * hosts));
    Say.fact("writing the tree took", Duration.ofNanos(System.nanoTime() - start));
  }

  private static String name(int app) {
    return "app-" + app;
  }

  private static String host(int app, int host) {
    return "h%d.app-%d.example.com".formatted(host, app);
  }

  /** The apps that are changed stand all over the tree. */
  private static int changed(int i, int apps) {
    return (int) ((long) i * apps / CHANGED_APPS);
  }

  private static void requireServing(RouterProcess router, int apps, int hosts) {
    // None of those that are changed.
    for (int app : new int[] {1, apps / 2 + 1, apps - 1}) {
      String answer = Http.get(router.url("/"), host(app, hosts - 1)).body();
      if (!answer.equals(Stack.BLUE)) {
        throw router.process().failure("answered '%s' for %s".formatted(answer, host(app, 0)));
      }
    }
  }

  private static String memory(RouterProcess router) {
    return "%d MiB, %d MiB"
        .formatted(router.process().residentMiB(), router.process().peakResidentMiB());
  }

  /** What of the figures below is the machine's and the client's own. */
  private static void measureRequests(RouterProcess router, int apps) {
    long[] nanos = new long[CHANGED_APPS];
    for (int i = 0; i < CHANGED_APPS; i++) {
      long begun = System.nanoTime();
      Http.get(router.url("/"), host(changed(i, apps), 0));
      nanos[i] = System.nanoTime() - begun;
    }
    Say.distribution("a request, nothing being changed", measured(nanos));
  }

  private static void measureChanges(TreeWriter tree, RouterProcess router, int apps) {
    long[] fromBegun = new long[CHANGED_APPS];
    long[] fromDone = new long[CHANGED_APPS];
    for (int i = 0; i < CHANGED_APPS; i++) {
      int app = changed(i, apps);
      long begun = System.nanoTime();
      tree.switchTo(name(app), Stack.GREEN, 2);
      long done = System.nanoTime();
      long routed = whenRouted(router, app);
      fromBegun[i] = routed - begun;
      fromDone[i] = routed - done;
    }
    Say.distribution("write begun → first request routed by it", measured(fromBegun));
    Say.distribution("write done → first request routed by it", measured(fromDone));
  }

  /** Asks without a pause, so that the answer is not late by one. */
  private static long whenRouted(RouterProcess router, int app) {
    long limit = System.nanoTime() + CHANGE_LIMIT.toNanos();
    while (!Http.get(router.url("/"), host(app, 0)).body().equals(Stack.GREEN)) {
      if (System.nanoTime() > limit) {
        throw router.process().failure("does not know of the switch of " + name(app));
      }
    }
    return System.nanoTime();
  }

  private static long[] measured(long[] nanos) {
    return Arrays.copyOfRange(nanos, WARM_UP, nanos.length);
  }

  private static void bootFromDisk(
      Workspace workspace, ZooKeeperEnsemble zookeeper, RouterProcess router, int apps, int hosts) {
    // The copy is written some time after a change; what is measured needs all of it.
    Waiting.pause(SETTLE);
    router.close();
    zookeeper.kill(0);
    RouterProcess booted =
        RouterProcess.start(workspace, Options.of("router", zookeeper.connect()));
    Say.fact("boot from the copy on disk, to ready", booted.startTime());
    requireServing(booted, apps, hosts);
    Say.fact(
        "heap in use after a collection, booted from disk", booted.liveHeapMiB(workspace) + " MiB");
  }
}

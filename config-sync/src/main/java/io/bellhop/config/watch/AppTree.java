package io.bellhop.config.watch;

import io.bellhop.config.assemble.AppNodes;
import io.bellhop.config.assemble.NodeContent;
import io.bellhop.config.assemble.Rejections;
import io.bellhop.config.assemble.TableAssembler;
import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.connect.NodeReader;
import io.bellhop.config.connect.NodeReader.Listing;
import io.bellhop.model.AppName;
import io.bellhop.model.InvalidValueException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The tree of apps: which of them have to be read, which are being read, and whether all were read
 * since the connection was made.
 *
 * <pre>
 *   changed ──▶ waiting ──▶ being read ──▶ settled
 *                  ▲             │
 *                  └── changed ──┘
 * </pre>
 */
final class AppTree {
  // Bounds the memory of reads under way; far more than the ensemble answers at once.
  private static final int MAX_BEING_READ = 4_096;

  /** Told how the reading of the whole tree goes. */
  interface Observer {
    /** Every app was read since the connection was made. */
    void allRead();

    /** The node of all apps came or went: everything has to be read anew. */
    void rootChanged();

    /** The apps cannot be listed: what is known stays. */
    void unlisted(String reason);
  }

  private final TreePaths paths;
  private final TableAssembler assembler;
  private final Rejections rejections;
  private final NodeReader reader;
  private final Observer observer;
  private final List<CompletableFuture<Void>> untilAllRead = new ArrayList<>();
  private final Map<AppName, Changes> waiting = new LinkedHashMap<>();
  private final Map<AppName, AppReading> beingRead = new HashMap<>();
  private final Map<AppName, List<CompletableFuture<Void>>> refreshes = new HashMap<>();
  private final Set<AppName> unread = new HashSet<>();
  private final Map<AppName, AppNodes> newcomers = new HashMap<>();
  private boolean readingAll;
  private boolean listed;

  AppTree(TableAssembler assembler, Rejections rejections, NodeReader reader, Observer observer) {
    this.paths = assembler.paths();
    this.assembler = assembler;
    this.rejections = rejections;
    this.reader = reader;
    this.observer = observer;
  }

  /** Reads everything anew; forgets the reads that were under way, which are never answered. */
  void restart() {
    beingRead.values().forEach(reading -> reading.nodes().ifPresent(n -> n.beingRead(false)));
    beingRead.clear();
    waiting.clear();
    unread.clear();
    newcomers.clear();
    // They wait for what is read now: completed here, the first app ever, whose parents come to be
    // with it, would be called in use before it was read.
    refreshes.values().forEach(untilAllRead::addAll);
    refreshes.clear();
    readingAll = true;
    listed = false;
    reader.list(paths.apps(), this::listed);
  }

  private void listed(Listing listing) {
    if (listing instanceof Listing.Unreadable unreadable) {
      observer.unlisted(unreadable.reason());
      return;
    }
    if (listing instanceof Listing.Missing && !assembler.names().isEmpty()) {
      // An ensemble that lost its data must not take the traffic down with it.
      observer.unlisted(
          "ZooKeeper holds no %s, though apps are known: its data may be lost"
              .formatted(paths.apps()));
      return;
    }
    listing(listing instanceof Listing.Present present ? present.children() : List.of());
  }

  private void listing(List<String> children) {
    Set<AppName> there = new HashSet<>();
    for (String child : children) {
      if (isName(child)) {
        there.add(new AppName(child));
      }
    }
    listed = true;
    rejections.retainChildren(paths.apps(), children);
    for (AppName known : assembler.names()) {
      if (!there.contains(known)) {
        assembler.remove(known);
      }
    }
    unread.addAll(there);
    there.forEach(name -> waiting.put(name, Changes.ofEverything()));
    readNext();
    finishIfAllRead();
  }

  private boolean isName(String child) {
    try {
      return new AppName(child).value().equals(child);
    } catch (InvalidValueException e) {
      String path = paths.apps() + "/" + child;
      String reason = String.valueOf(e.getMessage());
      reader.read(
          path,
          content -> {
            if (content instanceof NodeContent.Missing) {
              rejections.clear(path);
            } else {
              rejections.reject(path, reason);
            }
          });
      return false;
    }
  }

  /** Takes note that a node of the tree changed. */
  void changed(String path) {
    if (!path.startsWith(paths.apps() + "/")) {
      if (path.equals(paths.apps())) {
        observer.rootChanged();
      }
      return;
    }
    String[] steps = path.substring(paths.apps().length() + 1).split("/", -1);
    if (!isName(steps[0]) || (steps.length > 1 && steps[1].equals(TreePaths.EVENTS))) {
      return; // What happened to instances is for people, and read when they ask.
    }
    AppName name = new AppName(steps[0]);
    Changes changes = waiting.computeIfAbsent(name, n -> new Changes());
    if (steps.length > 2 && steps[1].equals(TreePaths.DEPLOYMENTS)) {
      // …/deployments/DEPLOYMENT[/instances[/SLOT]]
      changes.add(steps.length > 4 ? steps[2] + "/" + steps[4] : steps[2]);
    }
  }

  /** Reads an app anew; the future completes when what was read is in use. */
  void refresh(AppName name, CompletableFuture<Void> settled) {
    waiting.computeIfAbsent(name, n -> new Changes()).everything();
    refreshes.computeIfAbsent(name, n -> new ArrayList<>()).add(settled);
    readNext();
  }

  /** Completes the future when all that changed before is in use. */
  void settleAll(CompletableFuture<Void> settled) {
    if (readingAll) {
      untilAllRead.add(settled);
      return;
    }
    Set<AppName> names = new HashSet<>(waiting.keySet());
    names.addAll(beingRead.keySet());
    List<CompletableFuture<Void>> each = new ArrayList<>();
    for (AppName name : names) {
      CompletableFuture<Void> one = new CompletableFuture<>();
      each.add(one);
      refresh(name, one);
    }
    CompletableFuture.allOf(each.toArray(new CompletableFuture<?>[0]))
        .thenRun(() -> settled.complete(null));
  }

  /** Begins to read those that wait, as far as the bound allows. */
  void readNext() {
    Iterator<Map.Entry<AppName, Changes>> next = waiting.entrySet().iterator();
    while (next.hasNext() && beingRead.size() < MAX_BEING_READ) {
      Map.Entry<AppName, Changes> entry = next.next();
      AppName name = entry.getKey();
      if (!beingRead.containsKey(name)) {
        AppReading reading = new AppReading(name, entry.getValue(), assembler, reader, this::read);
        next.remove();
        beingRead.put(name, reading);
        reading.start();
      }
    }
  }

  private void read(AppReading reading) {
    AppName name = reading.name();
    beingRead.remove(name);
    Changes more = waiting.get(name);
    if (more != null && reading.nodes().isPresent() && more.isToBeJoinedTo(reading.changes())) {
      // What was read may be newer than what changed before it and is not read yet: a switch must
      // not be applied to instances that are retired by then.
      readNext();
      return;
    }
    reading.nodes().ifPresentOrElse(this::settle, () -> remove(name));
    if (!waiting.containsKey(name)) {
      refreshed(refreshes.remove(name));
    }
    readNext();
    unread.remove(name);
    finishIfAllRead();
  }

  private void refreshed(@Nullable List<CompletableFuture<Void>> done) {
    if (done == null) {
      return;
    }
    if (readingAll) {
      // A newcomer is put to use only with all others.
      untilAllRead.addAll(done);
    } else {
      done.forEach(future -> future.complete(null));
    }
  }

  private void remove(AppName name) {
    newcomers.remove(name);
    assembler.remove(name);
  }

  private void settle(AppNodes nodes) {
    if (readingAll && !nodes.isEstablished()) {
      newcomers.put(nodes.name(), nodes);
    } else {
      assembler.settle(nodes);
    }
  }

  private void finishIfAllRead() {
    if (readingAll && listed && unread.isEmpty()) {
      readingAll = false;
      // Of two newcomers that claim one route, the one that was made first has it: every router
      // that reads the same tree decides alike.
      List<AppNodes> inOrder = new ArrayList<>(newcomers.values());
      inOrder.sort(Comparator.comparingLong(AppNodes::created));
      inOrder.forEach(assembler::settle);
      newcomers.clear();
      observer.allRead();
      List<CompletableFuture<Void>> waitingForAll = List.copyOf(untilAllRead);
      untilAllRead.clear();
      waitingForAll.forEach(future -> future.complete(null));
    }
  }
}

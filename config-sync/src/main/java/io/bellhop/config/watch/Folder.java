package io.bellhop.config.watch;

import io.bellhop.config.assemble.NodeContent;
import io.bellhop.config.connect.NodeReader;
import io.bellhop.config.connect.NodeReader.Listing;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A node whose children are read with it: registrations outside the tree, the routers. */
public final class Folder {
  /** Takes what was read. */
  public interface Contents {
    /** These children are there now. */
    void listed(List<String> children);

    /** The node was not given to us: what is known stays. */
    void unreadable(String reason);

    /** Whether a child has to be read. */
    boolean wants(String child);

    /** One child was read. */
    void child(String child, NodeContent content);

    /** All that was to be read was read. */
    void read();
  }

  private final String path;
  private final NodeReader reader;
  private final Contents contents;
  private final Consumer<Folder> done;
  private final Set<String> known = new HashSet<>();
  private final Set<String> changed = new HashSet<>();
  private int outstanding;
  private boolean reading;
  private boolean again;
  private boolean closed;

  Folder(String path, NodeReader reader, Contents contents, Consumer<Folder> done) {
    this.path = path;
    this.reader = reader;
    this.contents = contents;
    this.done = done;
  }

  String path() {
    return path;
  }

  /** Nobody wants it any more: answers that are under way are dropped. */
  void close() {
    closed = true;
  }

  /** Reads everything anew; forgets the read that was under way, which is never answered. */
  void restart() {
    known.clear();
    reading = false;
    outstanding = 0;
    changed();
  }

  /** The node itself changed, or a child came or went. */
  void changed() {
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    again = false;
    reader.list(path, this::listed);
  }

  /** A child changed. */
  void changed(String child) {
    changed.add(child);
    changed();
  }

  private void listed(Listing listing) {
    if (closed) {
      return;
    }
    if (listing instanceof Listing.Unreadable unreadable) {
      contents.unreadable(unreadable.reason());
    } else {
      take(listing instanceof Listing.Present present ? present.children() : List.of());
    }
    finishIfRead();
  }

  private void take(List<String> children) {
    contents.listed(children);
    known.retainAll(new HashSet<>(children));
    for (String child : children) {
      if (contents.wants(child) && (changed.contains(child) || !known.contains(child))) {
        read(child);
      }
    }
    changed.clear();
  }

  private void read(String child) {
    known.add(child);
    outstanding++;
    reader.read(
        path + "/" + child,
        content -> {
          if (closed) {
            return;
          }
          contents.child(child, content);
          outstanding--;
          finishIfRead();
        });
  }

  private void finishIfRead() {
    if (outstanding == 0) {
      reading = false;
      contents.read();
      done.accept(this);
      if (again) {
        changed();
      }
    }
  }
}

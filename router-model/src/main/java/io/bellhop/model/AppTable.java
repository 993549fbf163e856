package io.bellhop.model;

import java.util.List;
import java.util.Optional;

/** Port: the table of apps as this process knows it. Reads are cheap and never wait. */
public interface AppTable {
  /** What the table is worth. */
  TableStatus status();

  /** Every app, in the order of their names. */
  List<App> apps();

  /** One app. */
  Optional<App> app(AppName name);

  /** The nodes that are refused now. */
  List<RejectedNode> rejectedNodes();
}

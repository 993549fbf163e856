package io.bellhop.config.runs;

import io.bellhop.config.json.RunIndexJson;
import io.bellhop.config.runs.RunNodes.Index;
import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.StoreException;
import io.bellhop.model.run.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.zookeeper.Op;

/** Makes runs, within the limits of their app and its account. */
record RunMaking(RunNodes nodes, AccountNodes accounts) {

  /**
   * Makes a run that waits, unless something changed meanwhile.
   *
   * @param app whose limits hold
   * @param also what else is written into the app's index
   * @return whether it is made
   */
  boolean made(AppSpec app, Run run, Index read, UnaryOperator<RunIndexJson> also)
      throws StoreException {
    AppName name = app.name();
    Index index = read;
    if (index.content().waiting().size() >= app.runs().maxQueued()) {
      index = nodes.mended(name, index);
    }
    int waiting = index.content().waiting().size();
    if (waiting >= app.runs().maxQueued()) {
      throw RunRefusals.full(name, waiting);
    }
    RunIndexJson next = also.apply(index.content().plusQueued(run.key().run().value()));
    List<Op> ops = new ArrayList<>();
    ops.add(nodes.appIsThere(name));
    ops.add(nodes.put(name, index, next));
    ops.add(nodes.create(run));
    if (app.account().isPresent()) {
      ops.add(accounts.plus(app.account().get(), run.key()));
    }
    return nodes.doneOrMade(ops);
  }
}

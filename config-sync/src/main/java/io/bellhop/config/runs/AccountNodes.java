package io.bellhop.config.runs;

import io.bellhop.config.json.RunJson;
import io.bellhop.config.write.Transactions.Versioned;
import io.bellhop.model.AccountName;
import io.bellhop.model.AppName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.StoreException;
import io.bellhop.model.run.RunId;
import io.bellhop.model.run.RunKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;

/**
 * The runs that each account asked for. A run is added in the transaction that makes it, so that
 * the limit holds exactly; those that are over are taken out only where the limit is met, so that
 * whoever ends a run need not know its account.
 *
 * @param most runs of one account that may wait or run at once
 */
record AccountNodes(RunNodes nodes, int most) {

  /** What a run's making adds to its transaction; refused where the account has all it may. */
  Op plus(AccountName account, RunKey run) throws StoreException {
    Optional<Versioned> node = nodes.zookeeper().read(nodes.paths().account(account));
    List<String> known = node.map(AccountNodes::read).orElse(List.of());
    if (known.size() >= most) {
      known = underWay(known);
    }
    if (known.size() >= most) {
      throw RunRefusals.accountFull(account, known.size());
    }
    List<String> next = new ArrayList<>(known);
    next.add(run.toString());
    byte[] json = RunJson.writeNames(next);
    String path = nodes.paths().account(account);
    return node.isPresent()
        ? Op.setData(path, json, node.get().version())
        : Op.create(path, json, nodes.acl(), CreateMode.PERSISTENT);
  }

  private static List<String> read(Versioned node) {
    try {
      return RunJson.readNames(node.json());
    } catch (InvalidValueException e) {
      return List.of(); // Written anew: the limit is a little off until what ran then has ended.
    }
  }

  private List<String> underWay(List<String> known) throws StoreException {
    List<String> left = new ArrayList<>();
    for (String name : known) {
      if (isUnderWay(name)) {
        left.add(name);
      }
    }
    return left;
  }

  private boolean isUnderWay(String name) throws StoreException {
    int slash = name.indexOf('/');
    if (slash < 1) {
      return false;
    }
    AppName app = new AppName(name.substring(0, slash));
    RunKey key = new RunKey(app, new RunId(name.substring(slash + 1)));
    return nodes.run(key).filter(found -> !found.run().ended()).isPresent();
  }
}

package io.bellhop.config.slots;

import io.bellhop.config.assemble.TreePaths;
import io.bellhop.config.json.AppJson;
import io.bellhop.config.json.SleepNodesJson;
import io.bellhop.config.write.Transactions;
import io.bellhop.config.write.Transactions.Outcome;
import io.bellhop.config.write.Transactions.Versioned;
import io.bellhop.model.AppName;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.StoreException;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.sleep.Keeper;
import io.bellhop.model.sleep.SleepAttempt;
import java.util.List;
import java.util.Optional;
import org.apache.zookeeper.Op;

/**
 * Wakes apps that agents cannot stop, in one change with the reason. No wake is counted for it: the
 * app never was down.
 */
record Vetoes(Transactions zookeeper, TreePaths paths) {
  private static final int MAX_ATTEMPTS = 5;

  boolean keepAwake(AppName app, String why) throws StoreException {
    for (int i = 0; i < MAX_ATTEMPTS; i++) {
      Optional<Versioned> node = zookeeper.read(paths.traffic(app));
      Optional<Versioned> slept = zookeeper.read(paths.sleep(app));
      Optional<Traffic> asleep = node.flatMap(Vetoes::asleep);
      Optional<SleepAttempt> attempt = slept.flatMap(Vetoes::attempt);
      if (asleep.isEmpty() || attempt.isEmpty() || attempt.get().byHand()) {
        return false;
      }
      byte[] awake = AppJson.write(asleep.get().inMode(TrafficMode.SERVING));
      Keeper keeper = Keeper.of(Keeper.Kind.CONNECTED, why);
      byte[] calledOff = SleepNodesJson.write(attempt.get().calledOff(keeper));
      List<Op> ops =
          List.of(
              Op.setData(paths.traffic(app), awake, node.orElseThrow().version()),
              Op.setData(paths.sleep(app), calledOff, slept.orElseThrow().version()));
      if (zookeeper.commit(ops) instanceof Outcome.Committed) {
        return true;
      }
    }
    throw SlotRefusals.outpaced("the veto against the sleep of app '%s'".formatted(app));
  }

  private static Optional<Traffic> asleep(Versioned node) {
    try {
      return Optional.of(AppJson.lenient().readTraffic(node.json()))
          .filter(traffic -> traffic.mode() == TrafficMode.ASLEEP);
    } catch (InvalidValueException e) {
      return Optional.empty(); // Another version's: whoever wrote it decides.
    }
  }

  private static Optional<SleepAttempt> attempt(Versioned node) {
    try {
      return Optional.of(SleepNodesJson.readAttempt(node.json()));
    } catch (InvalidValueException e) {
      return Optional.empty();
    }
  }
}

package io.bellhop.health.verdict;

import io.bellhop.model.Deployment;
import io.bellhop.model.Instance;
import io.bellhop.model.InstanceSource;
import io.bellhop.model.InstanceState;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;

/** What discovery says of an instance that is known. */
public enum Sighting {
  /** It is in the table. */
  LISTED("it is registered"),
  /** Its registration is gone, without a word: the instance, or only its session, ended. */
  VANISHED("its registration vanished"),
  /** Somebody took it out: off a static list, by a drain, by a switch, with its deployment. */
  WITHDRAWN("it was taken out"),
  /** Another instance is registered where it was. */
  TAKEN_OVER("another instance has its address");

  private final String text;

  Sighting(String text) {
    this.text = text;
  }

  /** In words. */
  public String text() {
    return text;
  }

  /**
   * Why an instance is not in the table any more.
   *
   * @param last what it last said of itself
   * @param deployment which it belonged to, and still exists
   * @param addressTaken whether anybody in the table has its address
   */
  public static Sighting ofMissing(
      Instance last, Deployment deployment, Traffic traffic, boolean addressTaken) {
    if (addressTaken) {
      return TAKEN_OVER;
    }
    boolean registers = !(deployment.spec().source() instanceof InstanceSource.StaticAddresses);
    boolean left = last.state() != InstanceState.READY;
    return registers && !left && takesTraffic(deployment, traffic) ? VANISHED : WITHDRAWN;
  }

  private static boolean takesTraffic(Deployment deployment, Traffic traffic) {
    // Whoever put the app to sleep wants its instances gone, and left the weights for the wake.
    return traffic.mode() != TrafficMode.ASLEEP
        && traffic.weights().getOrDefault(deployment.name(), 0) > 0;
  }
}

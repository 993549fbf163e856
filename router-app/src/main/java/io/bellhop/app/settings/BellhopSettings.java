package io.bellhop.app.settings;

import io.bellhop.config.SyncSettings;
import io.bellhop.config.ZooKeeperSettings;
import io.bellhop.health.HealthSettings;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.RouterId;
import io.bellhop.router.settings.RouterSettings;
import java.nio.file.Path;

/**
 * Everything that can be set of one router process.
 *
 * @param routerId names this router among its peers; empty makes one of the host's name and chance
 * @param dataDirectory where the last good table is kept; made where it does not exist
 * @param zookeeper how the ensemble is reached
 * @param table how the table of apps is kept through trouble
 * @param router the data plane
 * @param health bounds on health checks
 * @param admin the admin API
 * @param shutdown how the process ends
 * @param runs bounds on one-off runs
 */
public record BellhopSettings(
    String routerId,
    String dataDirectory,
    ZooKeeperSettings zookeeper,
    TableSettings table,
    RouterSettings router,
    HealthSettings health,
    AdminSettings admin,
    ShutdownSettings shutdown,
    RunSettings runs) {

  /** What holds where nothing is set. */
  public static final BellhopSettings DEFAULT =
      new BellhopSettings(
          "",
          ".bellhop",
          ZooKeeperSettings.DEFAULT,
          TableSettings.DEFAULT,
          RouterSettings.DEFAULT,
          HealthSettings.DEFAULT,
          AdminSettings.DEFAULT,
          ShutdownSettings.DEFAULT,
          RunSettings.DEFAULT);

  /** What holds in {@code bellhop dev}, where nobody waits for a load balancer to notice. */
  public static final BellhopSettings FOR_DEV =
      new BellhopSettings(
          DEFAULT.routerId(),
          DEFAULT.dataDirectory(),
          DEFAULT.zookeeper(),
          DEFAULT.table(),
          DEFAULT.router(),
          DEFAULT.health(),
          DEFAULT.admin(),
          ShutdownSettings.FOR_DEV,
          DEFAULT.runs());

  /** Throws {@link InvalidValueException} where the id or the directory could not be used. */
  public BellhopSettings {
    if (!routerId.isEmpty()) {
      RouterId checked = new RouterId(routerId);
      routerId = checked.value();
    }
    if (dataDirectory.isBlank()) {
      throw new InvalidValueException("dataDirectory is empty: name a directory");
    }
  }

  /** The same settings for another ZooKeeper. */
  public BellhopSettings withZooKeeper(ZooKeeperSettings other) {
    return new BellhopSettings(
        routerId, dataDirectory, other, table, router, health, admin, shutdown, runs);
  }

  /** The same settings for another data plane. */
  public BellhopSettings withRouter(RouterSettings other) {
    return new BellhopSettings(
        routerId, dataDirectory, zookeeper, table, other, health, admin, shutdown, runs);
  }

  /** How this process keeps in step with ZooKeeper. */
  public SyncSettings sync() {
    return new SyncSettings(
        zookeeper,
        Path.of(dataDirectory),
        table.copyInterval(),
        table.bootWait(),
        table.registrationGrace(),
        runs.maxPerAccount());
  }
}

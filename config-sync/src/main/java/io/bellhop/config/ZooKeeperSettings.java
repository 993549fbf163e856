package io.bellhop.config;

import io.bellhop.model.BackendAddress;
import io.bellhop.model.InvalidValueException;
import java.time.Duration;

/**
 * How ZooKeeper is reached.
 *
 * @param connect the ensemble, as {@code HOST:PORT,HOST:PORT,…}
 * @param root the node under which everything of Bellhop's lives
 * @param sessionTimeout after which the ensemble takes a silent client for dead
 * @param connectTimeout for one connection attempt, and for one answer to a write
 * @param digest {@code USER:PASSWORD} for digest authentication; empty for none
 * @param tls how connections are secured
 */
public record ZooKeeperSettings(
    String connect,
    String root,
    Duration sessionTimeout,
    Duration connectTimeout,
    String digest,
    Tls tls) {

  /**
   * TLS to the ensemble. The name or address by which a server is reached must be among its
   * certificate's alternative names; there is no way to turn that off.
   *
   * @param enabled whether it is used
   * @param keyStore file with the client's own key, PEM, PKCS12 or JKS; empty for none
   * @param keyStorePassword its password; empty for none
   * @param trustStore file with the certificates that are trusted; empty for the JDK's
   * @param trustStorePassword its password; empty for none
   */
  public record Tls(
      boolean enabled,
      String keyStore,
      String keyStorePassword,
      String trustStore,
      String trustStorePassword) {
    /** No TLS. */
    public static final Tls OFF = new Tls(false, "", "", "", "");
  }

  /** A ZooKeeper on this machine. */
  public static final ZooKeeperSettings DEFAULT =
      new ZooKeeperSettings(
          "127.0.0.1:2181", "/bellhop", Duration.ofSeconds(10), Duration.ofSeconds(5), "", Tls.OFF);

  /** Throws {@link InvalidValueException} where the root or the address could not work. */
  public ZooKeeperSettings {
    if (connect.isBlank()) {
      throw new InvalidValueException("zookeeper.connect is empty: name HOST:PORT[,HOST:PORT…]");
    }
    for (String server : connect.split(",", -1)) {
      checkServer(server.strip());
    }
    if (!root.matches("(/[A-Za-z0-9._-]+)+")) {
      throw new InvalidValueException(
          "zookeeper.root of '%s' is not valid: use a path such as /bellhop".formatted(root));
    }
  }

  private static void checkServer(String server) {
    try {
      BackendAddress unused = BackendAddress.parse(server);
    } catch (InvalidValueException e) {
      throw new InvalidValueException(
          ("zookeeper.connect names '%s', which is not valid: use HOST:PORT[,HOST:PORT…], and"
                  + " zookeeper.root for the node below which to work")
              .formatted(server));
    }
  }

  /** The same ZooKeeper settings for another ensemble. */
  public ZooKeeperSettings withConnect(String newConnect) {
    return new ZooKeeperSettings(newConnect, root, sessionTimeout, connectTimeout, digest, tls);
  }
}

package io.bellhop.config.connect;

import io.bellhop.config.ZooKeeperSettings.Tls;
import org.apache.zookeeper.ClientCnxnSocketNetty;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.common.ClientX509Util;
import org.apache.zookeeper.common.ZKConfig;

/** What ZooKeeper's client is told about one connection; never by system properties. */
final class ClientConfigs {
  // The names of 100,000 apps in one listing, and 64 nodes of 1 MB in one bulk read, must fit.
  private static final int MAX_ANSWER_BYTES = 128 * 1024 * 1024;

  private ClientConfigs() {}

  static ZKClientConfig of(Tls tls) {
    ZKClientConfig config = new ZKClientConfig();
    config.setProperty(ZKConfig.JUTE_MAXBUFFER, Integer.toString(MAX_ANSWER_BYTES));
    config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
    if (tls.enabled()) {
      secure(config, tls);
    }
    return config;
  }

  private static void secure(ZKClientConfig config, Tls tls) {
    config.setProperty(ZKClientConfig.SECURE_CLIENT, "true");
    config.setProperty(
        ZKClientConfig.ZOOKEEPER_CLIENT_CNXN_SOCKET, ClientCnxnSocketNetty.class.getName());
    try (ClientX509Util names = new ClientX509Util()) {
      set(config, names.getSslKeystoreLocationProperty(), tls.keyStore());
      set(config, names.getSslKeystorePasswdProperty(), tls.keyStorePassword());
      set(config, names.getSslTruststoreLocationProperty(), tls.trustStore());
      set(config, names.getSslTruststorePasswdProperty(), tls.trustStorePassword());
    }
  }

  private static void set(ZKClientConfig config, String name, String value) {
    if (!value.isEmpty()) {
      config.setProperty(name, value);
    }
  }
}

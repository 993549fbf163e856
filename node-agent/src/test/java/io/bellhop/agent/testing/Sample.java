package io.bellhop.agent.testing;

import io.bellhop.model.AppName;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.launch.AgentId;
import io.bellhop.model.launch.AgentInfo;
import io.bellhop.model.launch.DeploymentKey;
import io.bellhop.model.launch.LaunchSpec;
import io.bellhop.model.launch.Resources;
import io.bellhop.model.launch.SlotKey;
import io.bellhop.model.launch.WantedDeployment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An app, its deployment, and what to run of it. */
public final class Sample {
  public static final AppName APP = new AppName("shop");
  public static final DeploymentKey DEPLOYMENT = new DeploymentKey(APP, new DeploymentName("v1"));
  public static final Resources ROOMY = new Resources(100, 1L << 40, 100_000);
  public static final AgentId AGENT = new AgentId("host-a");
  public static final AgentId OTHER = new AgentId("host-b");

  private Sample() {}

  public static SlotKey slot(int index) {
    return new SlotKey(DEPLOYMENT, index);
  }

  public static LaunchSpec shell(String script) {
    return LaunchSpec.ofCommand(List.of("sh", "-c", script))
        .withTimes(Duration.ofSeconds(5), Duration.ofSeconds(20));
  }

  public static WantedDeployment wanted(LaunchSpec spec, int instances) {
    return new WantedDeployment(DEPLOYMENT, spec, instances, 1);
  }

  public static AgentInfo agent(AgentId id, Resources capacity) {
    return new AgentInfo(
        id, capacity, Map.of(), Resources.NONE, "process", "test", Optional.empty());
  }

  /** A server that answers 200 with its process id, as a command of this JDK. */
  public static LaunchSpec server() {
    return LaunchSpec.ofCommand(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                TinyServer.class.getName()))
        .withTimes(Duration.ofSeconds(5), Duration.ofSeconds(30));
  }
}

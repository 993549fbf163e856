package io.bellhop.config.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellhop.model.AccountName;
import io.bellhop.model.App;
import io.bellhop.model.AppLimits;
import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.AppTimeouts;
import io.bellhop.model.AwakeSchedule;
import io.bellhop.model.BackendAddress;
import io.bellhop.model.BalanceSpec;
import io.bellhop.model.BalanceStrategy;
import io.bellhop.model.CheckSpec;
import io.bellhop.model.Deployment;
import io.bellhop.model.DeploymentName;
import io.bellhop.model.DeploymentSpec;
import io.bellhop.model.EjectionSpec;
import io.bellhop.model.ErrorPages;
import io.bellhop.model.HashKey;
import io.bellhop.model.HealthSpec;
import io.bellhop.model.HostPattern;
import io.bellhop.model.Instance;
import io.bellhop.model.InstanceId;
import io.bellhop.model.InstanceSource;
import io.bellhop.model.InstanceState;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.PanicPolicy;
import io.bellhop.model.PathPrefix;
import io.bellhop.model.PerRequestSpec;
import io.bellhop.model.RetrySpec;
import io.bellhop.model.RouterId;
import io.bellhop.model.RouterInfo;
import io.bellhop.model.RunsSpec;
import io.bellhop.model.SleepSpec;
import io.bellhop.model.SplitSpec;
import io.bellhop.model.StickySpec;
import io.bellhop.model.Traffic;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.WakeBudget;
import io.bellhop.model.WakeSpec;
import io.bellhop.model.launch.InstanceSize;
import io.bellhop.model.run.RunRequest;
import io.bellhop.model.schedule.MissedPolicy;
import io.bellhop.model.schedule.OverlapPolicy;
import io.bellhop.model.schedule.Schedule;
import io.bellhop.model.schedule.ScheduleName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppJsonTest {
  private static final AppName SHOP = new AppName("shop");
  private static final DeploymentName V1 = new DeploymentName("v1");

  private static final AppSpec FULL_SPEC =
      new AppSpec(
          SHOP,
          List.of(new HostPattern("shop.example.com"), new HostPattern("*.shop.example.com")),
          List.of(new PathPrefix("/api"), new PathPrefix("/v2")),
          new AppTimeouts(
              Duration.ofMillis(1),
              Duration.ofMillis(2),
              Duration.ofMillis(3),
              Duration.ofMillis(4),
              Duration.ofMillis(5),
              Duration.ofMillis(6)),
          new AppLimits(7, 8, 9, 10, 11, 12),
          new ErrorPages(Map.of("503", "<h1>soon</h1>")),
          new HealthSpec(
              new CheckSpec.Http("HEAD", "/up", "shop.local", 200, 204, 13, "X-Instance"),
              Duration.ofMillis(14),
              Duration.ofMillis(15),
              Duration.ofMillis(16),
              17,
              18,
              new PanicPolicy(PanicPolicy.Mode.CLOSED, 19)),
          new EjectionSpec(20, 21, 22, Duration.ofMillis(23), Duration.ofMillis(24), 25),
          new BalanceSpec(
              BalanceStrategy.CONSISTENT_HASH, new HashKey.Cookie("sid"), Duration.ofMillis(26)),
          new RetrySpec(2, 27, 28, Duration.ofMillis(29), 30, true),
          new SplitSpec(
              Optional.of(new HashKey.Cookie("sid")),
              Optional.of(new HashKey.Header("X-Deployment")),
              Optional.of(new HashKey.Cookie("deployment"))),
          Optional.of(new StickySpec(new HashKey.Cookie("inst"), StickySpec.SameSite.STRICT)),
          Optional.of(
              new SleepSpec(
                  Duration.ofMillis(31),
                  Duration.ofMillis(32),
                  43,
                  Optional.of(AwakeSchedule.parse("mon-fri 08:00-19:00 Europe/Vienna")))),
          new WakeSpec(
              Duration.ofMillis(33),
              false,
              Duration.ofMillis(34),
              List.of(new PathPrefix("/up")),
              List.of("UptimeRobot"),
              true,
              new WakeBudget(35, 36)),
          new RunsSpec(37, 38, Duration.ofMillis(39), Duration.ofMillis(40)),
          Optional.of(new AccountName("acme")),
          List.of(
              new Schedule(
                  new ScheduleName("nightly"),
                  "0 3 * * mon-fri",
                  ZoneId.of("Europe/Vienna"),
                  new RunRequest(
                      List.of("rake", "report"),
                      Optional.of(V1),
                      Optional.of("shop:4"),
                      Map.of("RETRY", "1"),
                      Optional.of(InstanceSize.named("L")),
                      Optional.of(Duration.ofMillis(41))),
                  MissedPolicy.RUN_ONCE,
                  OverlapPolicy.REPLACE)),
          Optional.of(new PerRequestSpec(42, false)));

  private static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  @Test
  void aFullSpecComesBackAsItWas() {
    assertThat(AppJson.strict().readSpec(SHOP, AppJson.write(FULL_SPEC))).isEqualTo(FULL_SPEC);
  }

  @Test
  void aSpecSaysOnlyWhatIsNotAtItsDefault() {
    AppSpec plain = AppSpec.of(SHOP, new HostPattern("shop.example.com"));

    assertThat(text(AppJson.write(plain))).isEqualTo("{\"hosts\":[\"shop.example.com\"]}");
    assertThat(AppJson.strict().readSpec(SHOP, AppJson.write(plain))).isEqualTo(plain);
  }

  @Test
  void aWholeAppComesBackAsItWas() {
    Instance instance =
        new Instance(
            new InstanceId("0"),
            BackendAddress.parse("[::1]:3000"),
            InstanceState.DRAINING,
            4,
            "host-a");
    App app =
        App.of(
            FULL_SPEC,
            Traffic.of(2, TrafficMode.SERVING, Map.of(V1, 100), Map.of(V1, 1)).resting(5),
            Map.of(
                V1,
                new Deployment(
                    new DeploymentSpec(V1, new InstanceSource.Registered()), List.of(instance))));

    assertThat(AppJson.strict().readApp(AppJson.write(app))).isEqualTo(app);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'source':'registered'}",
        "{'source':'registered','instances':3}",
        "{'source':'launched','instances':2,'launch':{'image':'shop:42'}}",
        "{'source':'launched','launch':{'command':['serve','--fast'],'size':'L'}}",
        "{'source':'launched','launch':{'image':'shop:42','environment':{'COLOUR':'green'},"
            + "'port':3000,'memoryBytes':33554432,'cpuMillis':100,'pins':{'disk':'fast'},"
            + "'stopGraceMillis':1000,'bootTimeoutMillis':2000}}",
        "{'source':'static','addresses':['10.0.0.5:3000','[::1]:3000']}",
        "{'source':'curator','path':'/services/shop'}",
        "{'source':'serverset','path':'/aurora/shop'}"
      })
  void everySourceOfInstancesComesBackAsItWas(String deployment) {
    DeploymentSpec read = AppJson.strict().readDeployment(V1, json(deployment));

    assertThat(text(AppJson.write(read))).isEqualTo(deployment.replace('\'', '"'));
  }

  @Test
  void aRouterComesBackAsItWas() {
    RouterInfo router =
        new RouterInfo(
            new RouterId("r1"), List.of("10.0.0.2:8080"), "10.0.0.2:9901", "1.0", List.of("h2"));

    assertThat(AppJson.lenient().readRouter(router.id(), AppJson.write(router))).isEqualTo(router);
  }

  @Test
  void theStrictReaderNamesAnUnknownFieldAndTheKnownOnes() {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> AppJson.strict().readSpec(SHOP, json("{'hosts':['a.b'],'path':['/x']}")))
        .withMessage(
            "field 'path' is not known: use account, balance, ejection, errorPages, health, hosts,"
                + " limits, paths, perRequest, retries, runs, schedules, sleep, split, sticky, timeouts, wake;"
                + " did you mean 'paths'?");
  }

  @Test
  void theLenientReaderIgnoresWhatNewerVersionsSay() {
    AppSpec read = AppJson.lenient().readSpec(SHOP, json("{'hosts':['a.b'],'comet':{'after':1}}"));

    assertThat(read).isEqualTo(AppSpec.of(SHOP, new HostPattern("a.b")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                            | field 'hosts' is missing",
        "{'hosts':[]}                                  | app 'shop' has no hosts",
        "{'hosts':['a b']}                             | host 'a b' is not valid",
        "{'hosts':[null]}                              | field 'hosts[0]' holds null",
        "{'hosts':'a.b'}                               | field 'hosts' is not valid: use a list",
        "{'hosts':['a.b','A.b']}                       | field 'hosts' names one value twice",
        "{'hosts':['a.b'],'paths':['x']}               | path prefix 'x' is not valid",
        "{'hosts':['a.b'],'limits':{'maxInFlight':0}}  | limit maxInFlight of 0",
        "{'hosts':['a.b'],'limits':{'maxInFlight':'9'}}| field 'limits.maxInFlight' is not valid",
        "{'hosts':['a.b'],'limits':{'maxInFlight':1.5}}| field 'limits.maxInFlight'",
        "{'hosts':['a.b'],'limits':{'maxInFlight':99999999999}} | field 'limits.maxInFlight'",
        "{'hosts':['a.b'],'timeouts':{'connectMillis':0}} | timeout connect of 0 ms",
        "{'hosts':['a.b'],'sleep':{'afterMillis':1,'minimumInstances':-1}} | minimumInstances of -1",
        "{'hosts':['a.b'],'sleep':{'afterMillis':1,'minimumInstances':10001}} | use 0 to 10000",
        "{'hosts':['a.b'],'hosts':['c.d']}             | not valid JSON at line 1, column",
        "{'hosts':['a.b']                              | not valid JSON at line",
        "{'hosts':['a.b']} x                           | not valid JSON at line 1",
        "['a.b']                                       | the content is not valid: write a JSON",
        "null                                          | the content is null",
        "``                                            | there is no content",
      })
  void aSpecThatIsNotValidIsRefusedWithItsReason(String spec, String reason) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> AppJson.lenient().readSpec(SHOP, json(spec)))
        .withMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'weights':{'v1':-1}}     | weight -1 of deployment 'v1'",
        "{'weights':{'v 1':1}}     | deployment name 'v 1' is not valid",
        "{'weights':{'v1':'1'}}    | field 'weights.v1' is not valid: use a whole number",
        "{'weights':{'v1':null}}   | field 'weights.v1' holds null",
        "{'weights':{'v1':1,'v1':2}} | not valid JSON",
        "{'mode':'open'}           | traffic mode 'open' is not known",
        "{'epoch':-1}              | traffic epoch -1",
        "{'restsWith':0}           | traffic restsWith of 0 is not valid: use 1 to 10000",
      })
  void trafficThatIsNotValidIsRefusedWithItsReason(String traffic, String reason) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> AppJson.lenient().readTraffic(json(traffic)))
        .withMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                      | field 'source' is missing",
        "{'source':'dns'}                        | source 'dns' is not known",
        "{'source':'static'}                     | field 'addresses' is missing",
        "{'source':'launched'}                   | field 'launch' is missing",
        "{'source':'launched','launch':{}}       | neither image nor command is given",
        "{'source':'launched','launch':{'image':'a','size':'XS'}} | size 'XS' is not known",
        "{'source':'launched','launch':{'image':'a','size':'M','cpuMillis':9}} | not both",
        "{'source':'launched','launch':{'image':'a','port':0}} | port 0 is not valid",
        "{'source':'registered','launch':{'image':'a'}} | field 'launch' does not belong",
        "{'source':'static','addresses':['x']}   | address 'x' is not valid",
        "{'source':'curator'}                    | field 'path' is missing",
        "{'source':'serverset','path':'shop'}    | ZooKeeper path 'shop' is not valid",
        "{'source':'curator','path':'/a/../b'}   | ZooKeeper path '/a/../b' is not valid",
        "{'source':'curator','path':'/a/.'}      | ZooKeeper path '/a/.' is not valid",
        "{'source':'curator','path':'/a//b'}     | ZooKeeper path '/a//b' is not valid",
        "{'source':'curator','path':'/a/'}       | ZooKeeper path '/a/' is not valid",
        "{'source':'curator','path':'/a\\u0001'}  | is not valid: begin with /",
        "{'source':'registered','path':'/shop'}  | field 'path' does not belong to source",
      })
  void aDeploymentThatIsNotValidIsRefusedWithItsReason(String deployment, String reason) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> AppJson.lenient().readDeployment(V1, json(deployment)))
        .withMessageContaining(reason);
  }

  @Test
  void anInstanceNeedsOnlyItsAddress() {
    Instance read =
        AppJson.lenient().readInstance(new InstanceId("0"), json("{'address':'10.0.0.5:3000'}"));

    assertThat(read)
        .isEqualTo(
            new Instance(
                new InstanceId("0"),
                BackendAddress.parse("10.0.0.5:3000"),
                InstanceState.READY,
                0,
                ""));
  }
}

package io.bellhop.config.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellhop.model.AppName;
import io.bellhop.model.AppSpec;
import io.bellhop.model.BalanceSpec;
import io.bellhop.model.BalanceStrategy;
import io.bellhop.model.CheckSpec;
import io.bellhop.model.EjectionSpec;
import io.bellhop.model.HashKey;
import io.bellhop.model.HealthSpec;
import io.bellhop.model.InvalidValueException;
import io.bellhop.model.RetrySpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an app says of the checks, the ejection, the balance and the retries of its instances. */
class SpecPartsJsonTest {
  private static final AppName SHOP = new AppName("shop");

  private static AppSpec read(String fields) {
    return AppJson.strict().readSpec(SHOP, json(fields));
  }

  private static byte[] json(String fields) {
    return "{'hosts':['a.b'],%s}"
        .formatted(fields)
        .replace('\'', '"')
        .getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'health':{'path':'/up'}",
        "'health':{'check':'tcp'}",
        "'health':{'check':'tcp','intervalMillis':1000,'rise':1}",
        "'health':{'bootIntervalMillis':20,'timeoutMillis':500,'fall':1}",
        "'health':{'path':'/up','method':'HEAD','host':'a.b','minStatus':204,'maxStatus':204}",
        "'health':{'path':'/up','maxBodyBytes':1,'identityHeader':'X-Instance'}",
        "'health':{'panic':{'mode':'closed'}}",
        "'health':{'panic':{'belowPercent':50}}",
        "'ejection':{'consecutiveFailures':0,'consecutiveServerErrors':0}",
        "'ejection':{'successRatePercent':0,'baseTimeMillis':1000,'maxTimeMillis':2000}",
        "'ejection':{'maxEjectedPercent':10}",
        "'balance':{'strategy':'least-in-flight'}",
        "'balance':{'strategy':'round-robin','slowStartMillis':30000}",
        "'balance':{'strategy':'peak-ewma'}",
        "'balance':{'strategy':'consistent-hash'}",
        "'balance':{'strategy':'consistent-hash','hashHeader':'X-Tenant'}",
        "'balance':{'strategy':'consistent-hash','hashCookie':'sid'}",
        "'retries':{'attempts':1}",
        "'split':{'by':'client'}",
        "'sticky':{'cookie':'inst'}",
        "'sticky':{'cookie':'inst','sameSite':'none'}",
        "'split':{'by':'client','cookie':'sid','overrideHeader':'X-Deployment'}",
        "'split':{'overrideHeader':'X-Deployment'}",
        "'split':{'overrideCookie':'deployment'}",
        "'retries':{'budgetPercent':0,'budgetFloor':0,'deadlineMillis':500}",
        "'retries':{'replayBufferBytes':0,'idempotencyKey':true}",
      })
  void whatIsSaidComesBackAsItWas(String fields) {
    String written = new String(AppJson.write(read(fields)), StandardCharsets.UTF_8);

    assertThat(written).isEqualTo(new String(json(fields), StandardCharsets.UTF_8));
  }

  @Test
  void appsAtTheirDefaultsShareTheDefaults() {
    AppSpec spec =
        read(
            "'health':{'check':'gate','rise':2,'panic':{'mode':'open'}},"
                + "'ejection':{'maxEjectedPercent':50},"
                + "'balance':{'strategy':'power-of-two'},'retries':{}");

    assertThat(spec.health()).isSameAs(HealthSpec.DEFAULT);
    assertThat(spec.ejection()).isSameAs(EjectionSpec.DEFAULT);
    assertThat(spec.balance()).isSameAs(BalanceSpec.DEFAULT);
    assertThat(spec.retries()).isSameAs(RetrySpec.DEFAULT);
  }

  @Test
  void partsLeftAtTheirDefaultsAreSharedToo() {
    HealthSpec health = read("'health':{'rise':5}").health();

    assertThat(health.check()).isSameAs(HealthSpec.DEFAULT.check());
    assertThat(health.interval()).isSameAs(HealthSpec.DEFAULT.interval());
    assertThat(health.panic()).isSameAs(HealthSpec.DEFAULT.panic());
  }

  @Test
  void aPathAloneMakesACheckByHttp() {
    assertThat(read("'health':{'path':'/up'}").health().check())
        .isEqualTo(CheckSpec.Http.get("/up"))
        .isEqualTo(read("'health':{'check':'http','path':'/up'}").health().check());
  }

  @Test
  void hashingGoesByTheClientsAddressUnlessAKeyIsNamed() {
    assertThat(read("'balance':{'strategy':'consistent-hash'}").balance())
        .isEqualTo(
            new BalanceSpec(
                BalanceStrategy.CONSISTENT_HASH, new HashKey.ClientAddress(), Duration.ZERO));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'health':{'check':'grpc'}                   | 'health.check' of 'grpc' is not known: use h",
        "'health':{'check':'http'}                   | field 'health.path' is missing",
        "'health':{'method':'HEAD'}                  | field 'health.path' is missing",
        "'health':{'check':'tcp','path':'/up'}       | 'health.path' does not belong to check 'tcp'",
        "'health':{'check':'gate','minStatus':200}   | 'health.minStatus' does not belong to check",
        "'health':{'path':'up'}                      | health check path 'up' is not valid: begin",
        "'health':{'path':'/a b'}                    | health check path '/a b' is not valid",
        "'health':{'path':'/','method':'POST'}       | health check method 'POST' is not valid: use",
        "'health':{'path':'/','host':'a b'}          | health check host 'a b' is not valid: use",
        "'health':{'path':'/','minStatus':99}        | health check minStatus of 99 is not valid",
        "'health':{'path':'/','minStatus':300}       | health check maxStatus of 299 is not valid",
        "'health':{'path':'/','maxBodyBytes':-1}     | health check maxBodyBytes of -1 is not valid",
        "'health':{'path':'/','identityHeader':'a b'}| identity header name 'a b' is not valid: use",
        "'health':{'intervalMillis':0}               | health interval of 0 ms is not valid: use",
        "'health':{'bootIntervalMillis':-1}          | health bootInterval of -1 ms is not valid",
        "'health':{'timeoutMillis':604800001}        | health timeout of 604800001 ms is not valid",
        "'health':{'rise':0}                         | health rise of 0 is not valid: use 1 to 100",
        "'health':{'fall':101}                       | health fall of 101 is not valid: use 1 to",
        "'health':{'fall':'3'}                       | field 'health.fall' is not valid: use a whole",
        "'health':{'panic':'open'}                   | field 'health.panic' is not valid: use a JSON",
        "'health':{'panic':{'mode':'half'}}          | panic mode 'half' is not known: use open or",
        "'health':{'panic':{'belowPercent':101}}     | panic belowPercent of 101 is not valid: use",
        "'health':{'pth':'/up'}                      | 'health.pth' is not known: use bootInterval",
        "'health':{'pth':'/up'}                      | did you mean 'health.path'?",
        "'intervalMillis':5                          | did you mean 'health.intervalMillis'?",
        "'ejection':{'consecutiveFailures':-1}       | ejection consecutiveFailures of -1 is not",
        "'ejection':{'consecutiveServerErrors':-1}   | ejection consecutiveServerErrors of -1 is",
        "'ejection':{'successRatePercent':101}       | ejection successRatePercent of 101 is not",
        "'ejection':{'baseTimeMillis':0}             | ejection baseTime of 0 ms is not valid: use",
        "'ejection':{'maxTimeMillis':0}              | ejection maxTime of 0 ms is not valid: use",
        "'ejection':{'maxEjectedPercent':-1}         | ejection maxEjectedPercent of -1 is not valid",
        "'balance':{'strategy':'random'}             | balance strategy 'random' is not known: use",
        "'balance':{'hashHeader':'X-Tenant'}         | field 'balance.hashHeader' does not belong to",
        "'balance':{'strategy':'round-robin','hashCookie':'a'} | belong to strategy 'round-robin'",
        "'balance':{'strategy':'consistent-hash','hashHeader':'a','hashCookie':'b'} | exclude each",
        "'balance':{'strategy':'consistent-hash','hashHeader':'a b'} | header name 'a b' is not valid",
        "'balance':{'strategy':'consistent-hash','hashCookie':''} | cookie name '' is not valid",
        "'sticky':{'sameSite':'lax'}                  | field 'sticky.cookie' is missing: name the cookie",
        "'sticky':{'cookie':'a','sameSite':'moon'}    | sameSite 'moon' is not known: use strict, lax or none",
        "'split':{'by':'moon'}                        | split.by 'moon' is not known: use request or client",
        "'split':{'cookie':'sid'}                     | field 'split.cookie' does not belong to a split by",
        "'balance':{'slowStartMillis':-1}            | balance slowStart of -1 ms is not valid: use",
        "'retries':{'attempts':0}                    | retries attempts of 0 is not valid: use 1 to",
        "'retries':{'attempts':11}                   | retries attempts of 11 is not valid: use 1 to",
        "'retries':{'budgetPercent':101}             | retries budgetPercent of 101 is not valid",
        "'retries':{'budgetFloor':-1}                | retries budgetFloor of -1 is not valid: use",
        "'retries':{'deadlineMillis':0}              | retries deadline of 0 ms is not valid: use",
        "'retries':{'replayBufferBytes':-1}          | retries replayBufferBytes of -1 is not valid",
        "'retries':{'idempotencyKey':'yes'}          | 'retries.idempotencyKey' is not valid: use",
        "'retries':{'attempts':99999999999}          | field 'retries.attempts' is not valid: the",
        "'account':'Acme'                            | account 'Acme' is not valid: use 1 to 63 of",
        "'schedules':{'a':{'cron':'0 3 * * *'}}      | 'schedules.a.command' is missing: name what",
        "'schedules':{'a':{'command':['x']}}         | 'schedules.a.cron' is missing: say when",
        "'schedules':{'a':{'crom':'0 3 * * *'}}      | did you mean 'schedules.a.cron'?",
        "'schedules':{'A':{'cron':'0 3 * * *','command':['x']}} | schedule 'A' is not valid: use",
        "'schedules':{'a':{'cron':'61 3 * * *','command':['x']}} | cron '61 3 * * *' is not valid",
        "'schedules':{'a':{'cron':'0 3 * * *','zone':'Wien','command':['x']}} | is not a time zone",
        "'schedules':{'a':{'cron':'0 3 * * *','missed':'run','command':['x']}} | use skip or run-once",
        "'schedules':{'a':{'cron':'0 3 * * *','overlap':'x','command':['x']}} | queue or replace",
      })
  void whatIsNotValidIsRefusedWithItsReason(String fields, String reason) {
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> read(fields))
        .withMessageContaining(reason);
  }

  @Test
  void everyFieldIsAKnownKey() {
    assertThat(AppJson.specKeys())
        .contains("health", "health.path", "health.panic.belowPercent", "schedules.NAME.cron");
  }
}

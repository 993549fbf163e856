package io.bellhop.config.json;

import static io.bellhop.config.json.Usual.or;
import static io.bellhop.config.json.Usual.orMillis;
import static io.bellhop.config.json.Usual.unless;
import static io.bellhop.config.json.Usual.unlessMillis;

import io.bellhop.model.CheckSpec;
import io.bellhop.model.HealthSpec;
import io.bellhop.model.PanicPolicy;
import org.jspecify.annotations.Nullable;

/** {@code {"path":"/up","intervalMillis":2000}}; each is optional. */
record HealthJson(
    @Nullable String check,
    @Nullable String path,
    @Nullable String method,
    @Nullable String host,
    @Nullable Integer minStatus,
    @Nullable Integer maxStatus,
    @Nullable Integer maxBodyBytes,
    @Nullable String identityHeader,
    @Nullable Long intervalMillis,
    @Nullable Long bootIntervalMillis,
    @Nullable Long timeoutMillis,
    @Nullable Integer rise,
    @Nullable Integer fall,
    @Nullable PanicJson panic) {

  static HealthJson of(HealthSpec spec) {
    HealthSpec usual = HealthSpec.DEFAULT;
    CheckFields check = CheckFields.of(spec.check());
    return new HealthJson(
        check.check(),
        check.path(),
        check.method(),
        check.host(),
        check.minStatus(),
        check.maxStatus(),
        check.maxBodyBytes(),
        check.identityHeader(),
        unlessMillis(spec.interval(), usual.interval()),
        unlessMillis(spec.bootInterval(), usual.bootInterval()),
        unlessMillis(spec.timeout(), usual.timeout()),
        unless(spec.rise(), usual.rise()),
        unless(spec.fall(), usual.fall()),
        spec.panic().equals(usual.panic()) ? null : PanicJson.of(spec.panic()));
  }

  HealthSpec toModel() {
    HealthSpec usual = HealthSpec.DEFAULT;
    CheckSpec asked =
        new CheckFields(
                check, path, method, host, minStatus, maxStatus, maxBodyBytes, identityHeader)
            .toModel();
    HealthSpec spec =
        new HealthSpec(
            Usual.shared(asked, usual.check()),
            orMillis(intervalMillis, usual.interval()),
            orMillis(bootIntervalMillis, usual.bootInterval()),
            orMillis(timeoutMillis, usual.timeout()),
            or(rise, usual.rise()),
            or(fall, usual.fall()),
            panic == null ? usual.panic() : panic.toModel());
    return Usual.shared(spec, usual);
  }

  /** {@code {"mode":"closed","belowPercent":50}}; each is optional. */
  record PanicJson(@Nullable String mode, @Nullable Integer belowPercent) {

    static PanicJson of(PanicPolicy policy) {
      PanicPolicy usual = PanicPolicy.DEFAULT;
      return new PanicJson(
          policy.mode() == usual.mode() ? null : policy.mode().wireName(),
          unless(policy.belowPercent(), usual.belowPercent()));
    }

    PanicPolicy toModel() {
      PanicPolicy usual = PanicPolicy.DEFAULT;
      PanicPolicy policy =
          new PanicPolicy(
              mode == null ? usual.mode() : PanicPolicy.Mode.fromWireName(mode),
              or(belowPercent, usual.belowPercent()));
      return Usual.shared(policy, usual);
    }
  }
}

package io.bellhop.app.admin;

import io.bellhop.model.RouterId;
import io.bellhop.model.RouterInfo;
import io.bellhop.router.RouterActivity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A process that says what a test wants. */
final class FakeProcess implements ProcessView {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final RouterInfo SELF =
      new RouterInfo(
          new RouterId("edge-1"), List.of("10.0.0.1:80"), "10.0.0.1:9901", "1.2.3", List.of());

  private volatile Readiness readiness = new Readiness.Ready();
  private volatile Optional<RouterActivity> activity =
      Optional.of(new RouterActivity("nio", 3, 2, 1));

  void notReady(String reason) {
    readiness = new Readiness.NotReady(reason);
    activity = Optional.empty();
  }

  @Override
  public Readiness readiness() {
    return readiness;
  }

  @Override
  public RouterInfo self() {
    return SELF;
  }

  @Override
  public Instant startedAt() {
    return NOW.minusSeconds(60);
  }

  @Override
  public Instant now() {
    return NOW.plusMillis(1_500);
  }

  @Override
  public Optional<RouterActivity> activity() {
    return activity;
  }

  @Override
  public List<RouterInfo> routers() {
    return List.of(SELF);
  }
}

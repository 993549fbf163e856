package io.bellhop.health.verdict;

import io.bellhop.model.BackendAddress;
import io.bellhop.model.InstanceId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notes what is planned; a test says what comes of it. */
final class FakeProber implements Prober {
  private final Map<BackendAddress, Fake> open = new HashMap<>();

  @Override
  public Probed open(BackendAddress address, InstanceId id, Results results) {
    Fake fake = new Fake(results);
    open.put(address, fake);
    return fake;
  }

  Fake at(BackendAddress address) {
    Fake fake = open.get(address);
    if (fake == null) {
      throw new AssertionError("nobody probes " + address);
    }
    return fake;
  }

  /** The probes of one instance. */
  static final class Fake implements Probed {
    private final Results results;
    private @Nullable ProbePlan plan;
    private boolean closed;

    Fake(Results results) {
      this.results = results;
    }

    @Override
    public void plan(ProbePlan next) {
      plan = next;
    }

    @Override
    public void rest() {
      plan = null;
    }

    @Override
    public void close() {
      closed = true;
    }

    @Override
    public Optional<ProbeRecord> last() {
      return Optional.empty();
    }

    boolean closed() {
      return closed;
    }

    Optional<ProbePlan> planned() {
      return Optional.ofNullable(plan);
    }

    void ends(ProbeResult result) {
      ProbePlan now = planned().orElseThrow(() -> new AssertionError("nothing is planned"));
      results.probed(now, result);
    }
  }
}

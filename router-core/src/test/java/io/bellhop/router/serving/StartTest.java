package io.bellhop.router.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellhop.router.Router;
import io.bellhop.router.RouterStartException;
import io.bellhop.router.settings.RouterSettings;
import io.bellhop.router.testing.Gate;
import io.bellhop.router.testing.TestSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A router that cannot start says what stands in its way. */
class StartTest {

  @Test
  void aPortInUseIsNamedWithTheRemedy() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      assertThatThrownBy(() -> Router.start(TestSettings.listeningOn(address), meters()))
          .isInstanceOf(RouterStartException.class)
          .hasMessageContaining(address);
    }
  }

  @Test
  void anAddressOfAnotherMachineIsNamed() {
    assertThatThrownBy(() -> Router.start(TestSettings.listeningOn("192.0.2.1:0"), meters()))
        .isInstanceOf(RouterStartException.class)
        .hasMessageContaining("192.0.2.1");
  }

  @Test
  void theRealPortIsTold() {
    try (Router router = Router.start(TestSettings.listeningOn("127.0.0.1:0"), meters())) {
      assertThat(router.addresses()).hasSize(1);
      assertThat(router.addresses().get(0).getPort()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void itListensOnlyOnceEveryLoopGoesByWhatItWasTold(int busy) throws Exception {
    RouterSettings settings = TestSettings.listeningOn("127.0.0.1:0");
    try (Router router = Router.prepare(settings, meters())) {
      Gate gate = new Gate();
      List<Executor> loops = new ArrayList<>();
      router.connector().config().group().forEach(loops::add);
      loops.get(busy).execute(gate::pass);
      CompletableFuture<Void> listening = CompletableFuture.runAsync(router::listen);
      assertThat(listening).failsWithin(Duration.ofMillis(100));
      assertThat(router.addresses()).isEmpty();
      gate.open();
      assertThat(listening).succeedsWithin(Duration.ofSeconds(20));
      assertThat(router.addresses()).hasSize(1);
    }
  }

  private static SimpleMeterRegistry meters() {
    return new SimpleMeterRegistry();
  }
}

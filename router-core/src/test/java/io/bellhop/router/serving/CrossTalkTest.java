package io.bellhop.router.serving;

import static io.bellhop.router.testing.Messages.post;
import static io.bellhop.router.testing.Messages.response;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.router.testing.RawClient;
import io.bellhop.router.testing.RouterFixture;
import io.bellhop.router.testing.TestSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Everyone gets their own answer. */
class CrossTalkTest {
  private static final int CLIENTS = 32;
  private static final int REQUESTS = 40;

  @RegisterExtension static final RouterFixture router = RouterFixture.start(TestSettings.DEFAULT);

  @Test
  void manyClientsAtOnceEachGetTheirOwnAnswers() throws Exception {
    router.serve(
        (connection, request) -> {
          String body = request.readBody().text();
          connection.reply(200, request.target() + body);
        });
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<List<String>>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        String client = "/client" + i + "-";
        clients.add(threads.submit(() -> wrongAnswers(client)));
      }
      for (Future<List<String>> client : clients) {
        assertThat(client.get(30, TimeUnit.SECONDS)).isEmpty();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<String> wrongAnswers(String name) throws IOException {
    List<String> wrong = new ArrayList<>();
    try (RawClient client = RawClient.connect(router.address())) {
      for (int i = 0; i < REQUESTS; i++) {
        String body = "b".repeat(i * 50);
        String answer = client.ask(post(name + i, body)).text();
        if (!answer.equals(name + i + body)) {
          wrong.add(name + i + " got " + answer);
        }
      }
    }
    return wrong;
  }

  @Test
  void aBackendThatAnswersTwiceConfusesNobodyElse() throws Exception {
    router.serve(
        (connection, request) -> {
          request.readBody();
          connection.send(response(200, request.target()) + response(200, "EVIL"));
        });
    try (RawClient client = RawClient.connect(router.address())) {
      for (int i = 0; i < 50; i++) {
        assertThat(client.ask(post("/" + i, "x")).text()).isEqualTo("/" + i);
      }
    }
  }
}

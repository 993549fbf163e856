package io.bellhop.router.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;

/** What must hold whenever the router refuses what a client sent. */
public final class Refusal {
  private static final String AFTER = "/after";

  private Refusal() {}

  /**
   * Sends a message whose head must be refused: one answer that names the failure, then the end of
   * the connection, and nothing at the backend. Another client's request must pass right after.
   */
  public static RawResponse assertRefused(RouterFixture router, String message) throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    RawResponse response = refusal(router, message);
    assertThat(backend.requests()).extracting(ReceivedRequest::target).containsExactly(AFTER);
    return response;
  }

  /** As {@link #assertRefused}, but for a body: its head may have reached the backend by then. */
  public static RawResponse assertBodyRefused(RouterFixture router, String message)
      throws IOException {
    RawBackend backend = router.serve(Script.answer("ok"));
    RawResponse response = refusal(router, message);
    List<ReceivedRequest> whole =
        backend.requests().stream().filter(ReceivedRequest::complete).toList();
    assertThat(whole).extracting(ReceivedRequest::target).containsExactly(AFTER);
    return response;
  }

  private static RawResponse refusal(RouterFixture router, String message) throws IOException {
    RawClient.Conversation conversation = router.converse(message);
    assertThat(conversation.end()).as("how the connection ended").isNotEqualTo(Wire.End.OPEN);
    assertThat(conversation.responses()).hasSize(1);
    RawResponse response = conversation.responses().get(0);
    assertThat(response.body().complete()).as("the answer is whole").isTrue();
    assertThat(response.failure()).as("X-Bellhop-Error").isNotEmpty();
    assertThat(response.fields().tokens("Connection")).contains("close");
    assertThat(router.ask(Messages.get(AFTER)).status()).isEqualTo(200);
    return response;
  }
}

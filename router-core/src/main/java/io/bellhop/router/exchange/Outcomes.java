package io.bellhop.router.exchange;

import io.bellhop.model.health.Outcome;
import io.bellhop.router.failure.Failure;
import io.bellhop.router.retry.AttemptEnd;
import io.netty.handler.codec.http.HttpResponseStatus;

/** What the end of an attempt says of its backend. What a client or the router did says nothing. */
final class Outcomes {
  private Outcomes() {}

  static Outcome of(Failure failure) {
    return switch (failure) {
      case CONNECT_REFUSED, CONNECT_TIMEOUT, BACKEND_UNRESOLVED, BACKEND_UNREACHABLE ->
          Outcome.CONNECT_FAILED;
      case BACKEND_RESET,
          RUN_ENDED,
          BAD_RESPONSE,
          RESPONSE_HEAD_TOO_LARGE,
          RESPONSE_TRUNCATED,
          UNASKED_UPGRADE ->
          Outcome.BROKEN;
      case FIRST_BYTE_TIMEOUT, RESPONSE_STALLED -> Outcome.TIMED_OUT;
      default -> Outcome.NEUTRAL;
    };
  }

  /** How an attempt ended that came to no connection. */
  static AttemptEnd withoutConnection(Failure failure) {
    return failure == Failure.CONNECT_REFUSED
        ? AttemptEnd.CONNECT_REFUSED
        : AttemptEnd.CONNECT_FAILED;
  }

  /** Whether the backend answered with a server error, or did not answer. */
  static boolean failed(Outcome outcome) {
    return outcome != Outcome.ANSWERED && outcome != Outcome.NEUTRAL;
  }

  static Outcome of(int status) {
    return status >= HttpResponseStatus.INTERNAL_SERVER_ERROR.code()
        ? Outcome.SERVER_ERROR
        : Outcome.ANSWERED;
  }
}

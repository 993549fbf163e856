package io.bellhop.router.accept;

import io.bellhop.router.exchange.InboundRequest;
import io.bellhop.router.failure.Failure;

/** What checking a request head came to. */
sealed interface HeadVerdict {
  /** The request, as far as it could be read. */
  InboundRequest request();

  /** Nothing speaks against it. */
  record Accepted(InboundRequest request) implements HeadVerdict {}

  /** It is the router's own to answer: an {@code OPTIONS} whose hops are used up. */
  record Options(InboundRequest request) implements HeadVerdict {}

  /** It goes no further. */
  record Refused(InboundRequest request, Failure failure) implements HeadVerdict {}
}

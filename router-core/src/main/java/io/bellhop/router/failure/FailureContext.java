package io.bellhop.router.failure;

import io.bellhop.model.ErrorPages;

/**
 * What an answer to a failed request depends on, besides the failure.
 *
 * @param acceptHeader the request's Accept, or empty where there is none or it was never read
 * @param pages the app's own pages; {@link ErrorPages#NONE} where no app was found
 * @param requestId what the request is called in the logs, or empty
 * @param detail what is known beyond the failure's code
 */
public record FailureContext(
    String acceptHeader, ErrorPages pages, String requestId, FailureDetail detail) {
  /** For a request that could not be read far enough to know anything of it. */
  public static final FailureContext UNKNOWN = new FailureContext("", ErrorPages.NONE, "");

  /** Where nothing is known beyond the failure's code. */
  public FailureContext(String acceptHeader, ErrorPages pages, String requestId) {
    this(acceptHeader, pages, requestId, FailureDetail.NONE);
  }
}

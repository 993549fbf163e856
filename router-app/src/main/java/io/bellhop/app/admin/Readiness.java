package io.bellhop.app.admin;

/** Whether requests should be sent to this router. */
public sealed interface Readiness {
  /** They should. */
  record Ready() implements Readiness {}

  /**
   * They should not.
   *
   * @param reason one sentence for a person
   */
  record NotReady(String reason) implements Readiness {}
}

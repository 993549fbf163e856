package io.bellhop.model.wake;

/** What came of a call to wake an app. */
public sealed interface WakeAnswer {
  /**
   * It is to serve.
   *
   * @param epoch of the traffic that serves; a router that applies it or a later one may go on
   */
  record Coming(long epoch) implements WakeAnswer {}

  /** It is not woken. */
  record Refused(WakeTrouble trouble) implements WakeAnswer {}
}

package io.bellhop.app.explain;

import io.bellhop.router.failure.Failure;

/** What a request for an app would get now. */
public sealed interface Verdict {

  /** One sentence for a person. */
  String sentence();

  /** It would be passed on to an instance. */
  record Served(String sentence) implements Verdict {}

  /**
   * It would wait, for an instance to have room or for the app to resume.
   *
   * @param then what it gets if that does not come in time
   */
  record Waits(String sentence, Failure then) implements Verdict {}

  /** It would be answered with a failure at once. */
  record Fails(String sentence, Failure failure) implements Verdict {}

  /** This router cannot say. */
  record Unknown(String sentence) implements Verdict {}
}

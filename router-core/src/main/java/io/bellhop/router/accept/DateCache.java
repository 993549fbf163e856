package io.bellhop.router.accept;

import io.netty.handler.codec.DateFormatter;
import java.util.Date;

/** The {@code Date} field (RFC 9110 §6.6.1), made once a second. Confined to one thread. */
final class DateCache {
  private static final long MILLIS_PER_SECOND = 1_000;

  private long second = -1;
  private String text = "";

  @SuppressWarnings("JavaUtilDate") // what Netty's formatter takes
  String now() {
    long millis = System.currentTimeMillis();
    long present = millis / MILLIS_PER_SECOND;
    if (present != second) {
      second = present;
      text = DateFormatter.format(new Date(millis));
    }
    return text;
  }
}

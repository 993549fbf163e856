package io.bellhop.router.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The media ranges that a client accepts (RFC 9110 §12.5.1), parsed leniently: a range that cannot
 * be read is passed over, as a failure must be shown whatever the header says.
 */
final class AcceptHeader {
  /** A browser sends ten; more only cost time while failures come in floods. */
  private static final int MAX_RANGES = 32;

  private static final int FULL_QUALITY = 1000;

  private static final Pattern WEIGHT = Pattern.compile("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?");

  private final List<Range> ranges;

  private AcceptHeader(List<Range> ranges) {
    this.ranges = ranges;
  }

  private record Range(String name, int thousandths) {}

  private record Match(BodyKind kind, int thousandths, int specificity, int position) {
    boolean betterThan(Match other) {
      if (thousandths != other.thousandths) {
        return thousandths > other.thousandths;
      }
      return specificity != other.specificity
          ? specificity > other.specificity
          : position < other.position;
    }
  }

  static AcceptHeader parse(String header) {
    List<Range> ranges = new ArrayList<>();
    int from = 0;
    while (from < header.length() && ranges.size() < MAX_RANGES) {
      int comma = header.indexOf(',', from);
      int end = comma < 0 ? header.length() : comma;
      addRange(header.substring(from, end), ranges);
      from = end + 1;
    }
    return new AcceptHeader(ranges);
  }

  private static void addRange(String text, List<Range> ranges) {
    int semicolon = text.indexOf(';');
    String name = semicolon < 0 ? text : text.substring(0, semicolon);
    String parameters = semicolon < 0 ? "" : text.substring(semicolon);
    int thousandths = quality(parameters.toLowerCase(Locale.ROOT));
    if (thousandths >= 0 && !name.isBlank()) {
      ranges.add(new Range(name.strip().toLowerCase(Locale.ROOT), thousandths));
    }
  }

  private static int quality(String parameters) {
    for (String parameter : parameters.split(";", -1)) {
      String text = parameter.strip();
      if (text.startsWith("q=")) {
        return weight(text.substring(2).strip());
      }
    }
    return FULL_QUALITY;
  }

  /** In thousandths, as a qvalue has three decimals at most; -1 where it is none. */
  private static int weight(String text) {
    if (!WEIGHT.matcher(text).matches()) {
      return -1;
    }
    return (int) Math.round(Double.parseDouble(text) * FULL_QUALITY);
  }

  /**
   * The kind the client likes best: by quality, then by how exactly it was named, then by the order
   * of the header, then by the order of {@code offers}; plain text where it likes none of them, as
   * an answer in an unwanted type says more than none (RFC 9110 §12.4.1).
   */
  BodyKind best(List<BodyKind> offers) {
    if (ranges.isEmpty()) {
      return offers.get(0);
    }
    Match best = new Match(BodyKind.TEXT, 0, 0, 0);
    for (BodyKind kind : offers) {
      Match match = match(kind);
      if (match.betterThan(best)) {
        best = match;
      }
    }
    return best.thousandths > 0 ? best.kind : BodyKind.TEXT;
  }

  private Match match(BodyKind kind) {
    Match best = new Match(kind, 0, 0, Integer.MAX_VALUE);
    for (int i = 0; i < ranges.size(); i++) {
      Range range = ranges.get(i);
      int specificity = kind.specificity(range.name);
      // The most specific range decides, even with a lower quality (RFC 9110 §12.5.1).
      if (specificity > best.specificity) {
        best = new Match(kind, range.thousandths, specificity, i);
      }
    }
    return best;
  }
}

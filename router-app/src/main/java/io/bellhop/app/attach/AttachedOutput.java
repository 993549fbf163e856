package io.bellhop.app.attach;

import io.bellhop.agent.attach.OutputPiece;
import io.bellhop.agent.runtime.Printed;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Some output of a run, as agents answer it.
 *
 * @param next the offset after it
 * @param over whether nothing comes after it
 */
public record AttachedOutput(List<Piece> pieces, long next, boolean over) {
  /** Copies the list. */
  public AttachedOutput {
    pieces = List.copyOf(pieces);
  }

  /**
   * Bytes of one output.
   *
   * @param output {@code out} or {@code err}
   * @param data the bytes, in Base64
   * @param next the offset after it
   */
  public record Piece(String output, String data, long next) {}

  static AttachedOutput of(long offset, OutputPiece piece) {
    List<Piece> pieces = new ArrayList<>();
    long next = offset;
    for (Printed each : piece.printed()) {
      next += each.bytes().length;
      String output = each.output().name().toLowerCase(Locale.ROOT);
      pieces.add(new Piece(output, Base64.getEncoder().encodeToString(each.bytes()), next));
    }
    return new AttachedOutput(pieces, piece.next(), piece.over());
  }
}

package io.bellhop.agent.attach;

import io.bellhop.agent.runtime.Printed;
import java.util.List;

/**
 * Some output of an attached run.
 *
 * @param next the offset after it: who reads from there on says that it has this
 * @param over whether nothing comes after it
 */
public record OutputPiece(List<Printed> printed, long next, boolean over) {
  /** Copies the list. */
  public OutputPiece {
    printed = List.copyOf(printed);
  }
}

package io.bellhop.model.launch;

/**
 * Where an agent shows what its instances print, over HTTP.
 *
 * @param address as {@code HOST:PORT}
 * @param key that a reader has to bear: known to who may read what agents announce
 */
public record LogAccess(String address, String key) {
  /** Keeps the key out of logs. */
  @Override
  public String toString() {
    return "LogAccess[address=%s]".formatted(address);
  }
}

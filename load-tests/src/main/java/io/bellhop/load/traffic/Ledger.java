package io.bellhop.load.traffic;

import io.bellhop.load.stack.LoadTestException;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Which requests reached a backend, and how often: one byte for each id, in a file that is mapped
 * into memory, so that what a backend noted outlives its being killed. One thread writes; the file
 * may be read by another process when the writer is at rest.
 */
public final class Ledger {
  private static final int MOST_ARRIVALS = 0x7f;
  private static final int CLOSED_ON = 0x80;

  private final MappedByteBuffer bytes;

  private Ledger(MappedByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** Goes on with the ledger of that file; makes one for so many ids where there is none. */
  public static Ledger open(Path file, int ids) {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new Ledger(channel.map(FileChannel.MapMode.READ_WRITE, 0, ids));
    } catch (IOException e) {
      throw new LoadTestException("cannot open the ledger " + file, e);
    }
  }

  /** Notes that the head of a request was read. Ids that have no place here are not noted. */
  public void arrived(int id) {
    if (id >= 0 && id < bytes.capacity()) {
      int noted = bytes.get(id);
      if ((noted & MOST_ARRIVALS) < MOST_ARRIVALS) {
        bytes.put(id, (byte) (noted + 1));
      }
    }
  }

  /** Notes that a request came on a connection that was being closed, and got no answer. */
  public void closedOn(int id) {
    if (id >= 0 && id < bytes.capacity()) {
      bytes.put(id, (byte) (bytes.get(id) | CLOSED_ON));
    }
  }

  /** What a ledger's file says. */
  public static final class Page {
    private final byte[] bytes;

    private Page(byte[] bytes) {
      this.bytes = bytes;
    }

    /** Reads a file; an empty page where no backend made it yet. */
    public static Page of(Path file) {
      try {
        return new Page(Files.exists(file) ? Files.readAllBytes(file) : new byte[0]);
      } catch (IOException e) {
        throw new LoadTestException("cannot read the ledger " + file, e);
      }
    }

    /** How often the request arrived. */
    public int arrivals(int id) {
      return id < bytes.length ? bytes[id] & MOST_ARRIVALS : 0;
    }

    /** Whether it met a connection that was being closed. */
    public boolean wasClosedOn(int id) {
      return id < bytes.length && (bytes[id] & CLOSED_ON) != 0;
    }
  }
}

package io.bellhop.config.copy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bellhop.config.json.AppJson;
import io.bellhop.model.App;
import io.bellhop.model.InvalidValueException;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The file: gzip over lines of JSON. The first line says what the file is, then one line per app,
 * then the CRC-32C of all bytes before it.
 *
 * <pre>
 *   {"format":"bellhop-table","version":1,"asOf":"2026-01-01T00:00:00Z","epoch":42,"apps":1}
 *   {"name":"shop","spec":{…},"traffic":{…},"deployments":{…}}
 *   {"crc32c":123456789}
 * </pre>
 */
final class CopyFormat {
  static final int VERSION = 1;
  private static final String NAME = "bellhop-table";
  private static final int BUFFER_BYTES = 1 << 16;
  private static final JsonMapper JSON = new JsonMapper();

  private record Header(String format, int version, String asOf, long epoch, int apps) {}

  private record Trailer(long crc32c) {}

  private CopyFormat() {}

  /** Writes a copy; leaves the stream open. */
  static void write(TableCopy copy, OutputStream file) throws IOException {
    FastGzip gzip = new FastGzip(file);
    OutputStream out = new BufferedOutputStream(gzip, BUFFER_BYTES);
    CRC32C sum = new CRC32C();
    Header header =
        new Header(NAME, VERSION, copy.asOf().toString(), copy.epoch(), copy.apps().size());
    line(out, sum, JSON.writeValueAsBytes(header));
    for (App app : copy.apps()) {
      line(out, sum, AppJson.write(app));
    }
    out.write(JSON.writeValueAsBytes(new Trailer(sum.getValue())));
    out.write('\n');
    out.flush();
    gzip.finish();
  }

  private static void line(OutputStream out, CRC32C sum, byte[] json) throws IOException {
    out.write(json);
    out.write('\n');
    sum.update(json);
    sum.update('\n');
  }

  /** Reads a copy to the end; throws where any part of it is not as it was written. */
  static TableCopy read(InputStream file) throws IOException {
    try {
      Lines lines = new Lines(new GZIPInputStream(file, BUFFER_BYTES));
      Header header = JSON.readValue(lines.next(), Header.class);
      check(header);
      List<App> apps = new ArrayList<>(Math.min(header.apps(), 1 << 20));
      for (int i = 0; i < header.apps(); i++) {
        apps.add(AppJson.lenient().readApp(lines.next()));
      }
      long sum = lines.sum();
      if (JSON.readValue(lines.next(), Trailer.class).crc32c() != sum) {
        throw new DamagedCopyException("its checksum does not match its content");
      }
      lines.end();
      return new TableCopy(Instant.parse(header.asOf()), header.epoch(), apps);
    } catch (DamagedCopyException e) {
      throw e;
    } catch (IOException | InvalidValueException | DateTimeException | NullPointerException e) {
      throw new DamagedCopyException("it cannot be read to its end: " + e.getMessage(), e);
    }
  }

  private static void check(Header header) throws DamagedCopyException {
    if (!NAME.equals(header.format()) || header.version() != VERSION) {
      throw new DamagedCopyException(
          "it is %s version %d, and %s version %d is what is read here"
              .formatted(header.format(), header.version(), NAME, VERSION));
    }
  }

  /** Speed before size: the copy is written often and read seldom. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, BUFFER_BYTES);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  /** Lines of bytes, with the checksum of those read so far. */
  private static final class Lines {
    private final InputStream in;
    private final CRC32C sum = new CRC32C();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;

    Lines(InputStream in) {
      this.in = in;
    }

    byte[] next() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream(1_024);
      while (fill()) {
        int end = position;
        while (end < limit && buffer[end] != '\n') {
          end++;
        }
        line.write(buffer, position, end - position);
        position = end + 1;
        if (end < limit) {
          byte[] bytes = line.toByteArray();
          sum.update(bytes);
          sum.update('\n');
          return bytes;
        }
      }
      throw new DamagedCopyException("it is cut short");
    }

    private boolean fill() throws IOException {
      if (position >= limit) {
        position = 0;
        limit = in.read(buffer);
      }
      return limit > 0;
    }

    long sum() {
      return sum.getValue();
    }

    /** Nothing may follow; and only a stream read to its end has checked its own sum. */
    void end() throws IOException {
      if (fill()) {
        throw new DamagedCopyException("it has more lines than it says");
      }
    }
  }
}

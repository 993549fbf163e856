package io.bellhop.router.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads one body, strictly, and keeps what came of it where it broke off. */
final class BodyReader {
  private static final Pattern CHUNK_SIZE = Pattern.compile("([0-9A-Fa-f]{1,15})(;.*)?");

  private final Wire wire;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private Fields trailers = Fields.NONE;

  private BodyReader(Wire wire) {
    this.wire = wire;
  }

  static Body request(Wire wire, Fields fields) throws IOException {
    return framed(fields) ? new BodyReader(wire).read(fields) : Body.NONE;
  }

  static Body response(Wire wire, Fields fields, int status, String method) throws IOException {
    boolean bodiless = status < 200 || status == 204 || status == 304 || method.equals("HEAD");
    return bodiless ? Body.NONE : new BodyReader(wire).read(fields);
  }

  private static boolean framed(Fields fields) {
    return fields.has("Transfer-Encoding") || fields.has("Content-Length");
  }

  private Body read(Fields fields) throws IOException {
    Body.Ending ending;
    try {
      ending = readFramed(fields);
    } catch (PeerClosedException e) {
      ending = e.end() == Wire.End.FIN ? Body.Ending.FIN : Body.Ending.RESET;
      if (!framed(fields) && ending == Body.Ending.FIN) {
        ending = Body.Ending.CLOSE;
      }
    } catch (SocketTimeoutException e) {
      ending = Body.Ending.TIMEOUT;
    } catch (MalformedMessageException | NumberFormatException e) {
      ending = Body.Ending.MALFORMED;
    }
    return new Body(content.toString(ISO_8859_1), trailers, ending);
  }

  private Body.Ending readFramed(Fields fields) throws IOException {
    if (fields.has("Transfer-Encoding")) {
      readChunks();
      return Body.Ending.CHUNKED;
    }
    readContent(
        fields.first("Content-Length").map(text -> Long.parseUnsignedLong(text)).orElse(-1L));
    return Body.Ending.LENGTH;
  }

  /** Reads so many bytes; with a negative count, to the end. */
  private void readContent(long count) throws IOException {
    long left = count;
    while (left != 0) {
      byte[] part = wire.some(left < 0 ? 65_536 : (int) Math.min(left, 65_536));
      content.writeBytes(part);
      left -= left < 0 ? 0 : part.length;
    }
  }

  private void readChunks() throws IOException {
    for (long size = chunkSize(); size > 0; size = chunkSize()) {
      readContent(size);
      if (!wire.text(2).equals("\r\n")) {
        throw new MalformedMessageException("no CRLF after the chunk's data");
      }
    }
    List<String> lines = new ArrayList<>();
    for (String line = wire.until("\r\n"); !line.isEmpty(); line = wire.until("\r\n")) {
      lines.add(line);
    }
    trailers = Fields.parse(lines);
  }

  private long chunkSize() throws IOException {
    var line = CHUNK_SIZE.matcher(wire.until("\r\n"));
    if (!line.matches()) {
      throw new MalformedMessageException("not a chunk size");
    }
    return Long.parseLong(line.group(1), 16);
  }
}

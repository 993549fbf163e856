package io.bellhop.router.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;

/**
 * Collects entries as JSON lines. For one thread. Nothing in an entry can begin a line or end a
 * string, as Jackson escapes control characters; whatever is not ASCII is escaped as well, so that
 * no terminal and no later reader is surprised by bytes that a client chose.
 */
final class AccessLineEncoder {
  private static final SerializableString NOTHING = new SerializedString("");

  private final ByteArrayOutputStream lines = new ByteArrayOutputStream(1 << 16);
  private final JsonGenerator json;

  AccessLineEncoder() {
    try {
      json =
          JsonFactory.builder()
              .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
              .build()
              .createGenerator(lines);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory does not fail", e);
    }
    json.setRootValueSeparator(NOTHING);
  }

  /** Bytes collected, but for some that are on their way. */
  int size() {
    return lines.size();
  }

  void add(AccessEntry entry) {
    try {
      json.writeStartObject();
      json.writeStringField("time", Instant.ofEpochMilli(entry.epochMillis()).toString());
      addRequest(entry);
      addOutcome(entry);
      addTimes(entry);
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory does not fail", e);
    }
  }

  /** An empty line, which readers skip, in case the last write was cut off within a line. */
  void addSeparator() {
    lines.write('\n');
  }

  /** Writes what was collected in one piece, and forgets it whether or not that succeeds. */
  void writeTo(OutputStream sink) throws IOException {
    try {
      json.flush();
      lines.writeTo(sink);
      sink.flush();
    } finally {
      lines.reset();
    }
  }

  private void addRequest(AccessEntry entry) throws IOException {
    text("request_id", entry.requestId());
    text("client", entry.clientAddress());
    text("method", entry.method());
    text("host", entry.host());
    text("target", entry.target());
    text("protocol", entry.protocol());
    text("user_agent", entry.userAgent());
    text("referer", entry.referer());
  }

  private void addOutcome(AccessEntry entry) throws IOException {
    text("app", entry.app());
    text("deployment", entry.deployment());
    text("backend", entry.backend());
    number("status", entry.status());
    text("failure", entry.failure());
    number("attempts", entry.attempts());
    text("retry_reason", entry.retryReason());
    if (entry.upgraded()) {
      json.writeBooleanField("upgraded", true);
    }
  }

  private void addTimes(AccessEntry entry) throws IOException {
    number("duration_micros", entry.durationMicros());
    number("connect_micros", entry.connectMicros());
    number("held_micros", entry.heldMicros());
    number("first_byte_micros", entry.firstByteMicros());
    number("request_bytes", entry.requestBytes());
    number("response_bytes", entry.responseBytes());
  }

  private void text(String name, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(name, value);
    }
  }

  private void number(String name, long value) throws IOException {
    if (value >= 0) {
      json.writeNumberField(name, value);
    }
  }
}

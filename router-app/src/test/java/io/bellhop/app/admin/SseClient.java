package io.bellhop.app.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Reads server-sent events from one connection of its own. */
final class SseClient implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final String ID = "id: ";
  private static final String DATA = "data: ";

  private final HttpURLConnection connection;
  private final BufferedReader lines;
  private String id = "";

  private SseClient(HttpURLConnection connection, BufferedReader lines) {
    this.connection = connection;
    this.lines = lines;
  }

  static SseClient open(int port, String path) {
    return open(port, path, "");
  }

  /** Goes on after an event. */
  static SseClient open(int port, String path, String lastEventId) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      connection.setRequestProperty("Last-Event-ID", lastEventId);
      connection.setRequestProperty("Authorization", "Bearer " + AdminFixture.TOKEN);
      return new SseClient(
          connection,
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String contentType() {
    return connection.getContentType();
  }

  /** The id of the last event. */
  String id() {
    return id;
  }

  /** The data of the next event. */
  JsonNode next() {
    try {
      String line = lines.readLine();
      while (line != null && !line.startsWith(DATA)) {
        id = line.startsWith(ID) ? line.substring(ID.length()) : id;
        line = lines.readLine();
      }
      if (line == null) {
        throw new AssertionError("the stream ended");
      }
      return new ObjectMapper().readTree(line.substring(DATA.length()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}

package io.bellhop.agent.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bellhop.agent.runtime.RuntimeFailure;
import io.bellhop.agent.runtime.RuntimeId;
import io.bellhop.agent.runtime.RuntimeListener;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to the engine's events for containers that end, and connects again when it is cut off.
 */
final class EndWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EndWatch.class);
  private static final Duration BEFORE_AGAIN = Duration.ofMillis(500);
  private static final int LONGEST_EVENT = 256 * 1024;
  private static final Set<String> ENDS = Set.of("die", "died");
  private static final JsonMapper JSON = new JsonMapper();

  private final Engine engine;
  private final String label;
  private final RuntimeListener listener;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "bellhop-agent-events");
            made.setDaemon(true);
            return made;
          });
  private volatile @Nullable EngineStream stream;
  private volatile boolean closed;
  private boolean complained;

  EndWatch(Engine engine, String label, RuntimeListener listener) {
    this.engine = engine;
    this.label = label;
    this.listener = listener;
  }

  void open() {
    thread.execute(this::connect);
  }

  private void connect() {
    if (closed) {
      return;
    }
    try {
      EngineStream opened = engine.events(label, new Lines());
      stream = opened;
      opened.ended().whenComplete((done, broken) -> again());
      if (closed) {
        opened.close();
      }
      complained = false;
      // What ended before the engine began to tell is in its list.
      listener.unwatched();
    } catch (RuntimeFailure e) {
      if (!complained) {
        complained = true;
        LOG.warn("ends of containers are not told by the engine: {}", e.explanation());
      }
      again();
    }
  }

  private void again() {
    if (!closed) {
      thread.schedule(this::connect, BEFORE_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    closed = true;
    EngineStream open = stream;
    if (open != null) {
      open.close();
    }
    thread.shutdown();
  }

  private final class Lines implements EngineStream.Sink {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    @Override
    public void bytes(byte[] bytes) {
      for (byte each : bytes) {
        if (each == '\n') {
          event(line.toString(StandardCharsets.UTF_8));
          line.reset();
        } else if (line.size() < LONGEST_EVENT) {
          line.write(each);
        }
      }
    }

    private void event(String text) {
      try {
        JsonNode event = JSON.readTree(text);
        String id = event.path("Actor").path("ID").asText(event.path("id").asText());
        // Not filtered by the engine: Podman filters by its own word for it, and tells Docker's.
        if (ENDS.contains(event.path("Action").asText()) && !id.isEmpty()) {
          listener.ended(new RuntimeId(id));
        }
      } catch (JsonProcessingException e) {
        listener.unwatched();
      }
    }
  }
}

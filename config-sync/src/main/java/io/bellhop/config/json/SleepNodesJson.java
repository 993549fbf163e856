package io.bellhop.config.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bellhop.model.sleep.KeptAwake;
import io.bellhop.model.sleep.SleepAck;
import io.bellhop.model.sleep.SleepAttempt;
import io.bellhop.model.sleep.SleepStatus;
import io.bellhop.model.sleep.WakeEntry;
import io.bellhop.model.sleep.WakeLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Reads and writes what stands in ZooKeeper of apps that sleep. The names are those of the model's
 * components, with {@code Millis} after a duration's. Every {@code read} throws {@link
 * io.bellhop.model.InvalidValueException} with a message for a user's eyes. Thread safe.
 */
public final class SleepNodesJson {
  private static final JsonMapper MAPPER = RolloutModule.mapper(Mappers.LENIENT);

  private SleepNodesJson() {}

  /** Reads what keeps an app awake; no content is nothing. */
  public static KeptAwake readKept(byte[] json) {
    return json.length == 0 ? KeptAwake.NOT : Mappers.read(MAPPER, KeptAwake.class, json);
  }

  /** Reads the last attempt to fall asleep. */
  public static SleepAttempt readAttempt(byte[] json) {
    return Mappers.read(MAPPER, SleepAttempt.class, json);
  }

  /** Reads what a router says to an attempt. */
  public static SleepAck readAck(byte[] json) {
    return Mappers.read(MAPPER, SleepAck.class, json);
  }

  /** Reads when an app was woken; no content is never. */
  public static WakeLedger readLedger(byte[] json) {
    return json.length == 0 ? WakeLedger.EMPTY : Mappers.read(MAPPER, WakeLedger.class, json);
  }

  /** Writes what keeps an app awake. */
  public static byte[] write(KeptAwake kept) {
    return bytes(kept);
  }

  /** Writes an attempt to fall asleep. */
  public static byte[] write(SleepAttempt attempt) {
    return bytes(attempt);
  }

  /** Writes what a router says to an attempt. */
  public static byte[] write(SleepAck ack) {
    return bytes(ack);
  }

  /** Writes when an app was woken. */
  public static byte[] write(WakeLedger ledger) {
    return bytes(ledger);
  }

  /**
   * How an app stands, but for its traffic, to be made part of a larger answer; with what each wake
   * cost so far.
   */
  public static ObjectNode tree(SleepStatus status, long nowMillis) {
    ObjectNode tree = MAPPER.valueToTree(status);
    tree.remove("traffic");
    List<WakeEntry> wakes = status.ledger().wakes();
    for (int i = 0; i < wakes.size(); i++) {
      ((ObjectNode) tree.at("/ledger/wakes/" + i))
          .put("instanceSeconds", wakes.get(i).instanceSeconds(nowMillis));
    }
    return tree;
  }

  private static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(new IOException("cannot write " + value, e));
    }
  }
}

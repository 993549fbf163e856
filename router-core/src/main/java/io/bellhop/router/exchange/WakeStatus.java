package io.bellhop.router.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bellhop.model.PathPrefix;
import io.bellhop.model.TrafficMode;
import io.bellhop.model.wake.WakeTrouble;
import io.bellhop.router.control.AppSlot;
import io.bellhop.router.control.AppView;
import io.bellhop.router.failure.FailureDetail;
import io.bellhop.router.wake.AppWake;
import io.bellhop.router.wake.Troubles;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where a client may ask whether an app is awake, and what it is told. Asking wakes nobody. */
final class WakeStatus {
  private static final String PATH = "/.well-known/bellhop/wake";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private WakeStatus() {}

  /** Whether the request asks for it. */
  static boolean isFor(InboundRequest request, AppView view) {
    return request.path().endsWith(PATH)
        && WakeHeads.of(request).isRead()
        && request.path().equals(pathFor(request, view));
  }

  /** The path of the status of the app that a request is for, under the app's own prefix. */
  static String pathFor(InboundRequest request, AppView view) {
    String longest = PathPrefix.ROOT.value();
    for (PathPrefix prefix : view.spec().paths()) {
      if (prefix.covers(request.path()) && prefix.value().length() > longest.length()) {
        longest = prefix.value();
      }
    }
    return longest.equals(PathPrefix.ROOT.value()) ? PATH : longest + PATH;
  }

  /** The app's present status as JSON. */
  static byte[] json(AppSlot app, AppView view) {
    AppWake wake = app.wake();
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("state", state(view, wake));
    wake.since().ifPresent(since -> status.put("since", since.toString()));
    if (view.wakes()) {
      wake.remaining()
          .map(Duration::toMillis)
          .ifPresent(left -> status.put("expectedMillis", left));
      WakeTrouble trouble = wake.trouble(view.asleep());
      if (trouble != null) {
        status.put("trouble", trouble(trouble, view.spec().wake().showOutput()));
      }
    }
    try {
      return (JSON.writeValueAsString(status) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of text, numbers and lists is always JSON", e);
    }
  }

  private static String state(AppView view, AppWake wake) {
    if (view.booting() || (view.asleep() && wake.since().isPresent())) {
      return "waking";
    }
    if (view.asleep()) {
      return TrafficMode.ASLEEP.wireName();
    }
    return view.mode() == TrafficMode.SERVING ? "awake" : view.mode().wireName();
  }

  /** Bounded like the answer of a request that fails by it. */
  private static Map<String, Object> trouble(WakeTrouble trouble, boolean output) {
    FailureDetail detail = FailureDetail.of(trouble, output);
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("code", Troubles.failure(trouble).code());
    told.put("message", detail.message());
    detail.exitCode().ifPresent(code -> told.put("exitCode", code));
    if (!detail.lastLines().isEmpty()) {
      told.put("lastLines", detail.lastLines());
    }
    trouble.retryAfter().ifPresent(time -> told.put("retryAfterMillis", time.toMillis()));
    return told;
  }
}

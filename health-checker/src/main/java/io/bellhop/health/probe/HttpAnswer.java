package io.bellhop.health.probe;

import io.bellhop.health.verdict.ProbeResult;
import io.bellhop.health.verdict.ProbeResult.Cause;
import io.bellhop.health.verdict.ProbeResult.Failed;
import io.bellhop.model.CheckSpec;
import io.bellhop.model.InstanceId;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import org.jspecify.annotations.Nullable;

/** The answer to an HTTP probe as far as it came, and what it says. */
final class HttpAnswer {
  private final CheckSpec.Http check;
  private final InstanceId id;
  private @Nullable HttpResponse head;
  private boolean began;
  private long bodyBytes;

  HttpAnswer(CheckSpec.Http check, InstanceId id) {
    this.check = check;
    this.id = id;
  }

  void head(HttpResponse response) {
    began = true;
    // Interim responses come before the answer (RFC 9110 §15.2); 101 would end HTTP.
    boolean interim =
        response.status().codeClass() == HttpStatusClass.INFORMATIONAL
            && response.status().code() != 101;
    head = interim ? null : response;
  }

  void body(int bytes) {
    bodyBytes += head == null ? 0 : bytes;
  }

  /** Whether anything came at all. */
  boolean began() {
    return began;
  }

  boolean tooLong() {
    return bodyBytes > check.maxBodyBytes();
  }

  /** Whether what ended is the answer, not an interim response before it. */
  boolean finalEnded() {
    return head != null;
  }

  boolean keepAlive() {
    return head != null && HttpUtil.isKeepAlive(head) && head.status().code() != 101;
  }

  ProbeResult result(ProbeRun run) {
    HttpResponse answer = head;
    if (answer == null) {
      return new Failed(Cause.PROTOCOL, "a body came before the answer");
    }
    int status = answer.status().code();
    boolean passes = status >= check.minStatus() && status <= check.maxStatus();
    String peer = check.identityHeader().isEmpty() ? "" : strangerIn(answer, passes);
    if (!peer.isEmpty()) {
      return new ProbeResult.WrongPeer(peer);
    }
    if (!passes) {
      return new Failed(Cause.STATUS, "answered " + status + explained(answer));
    }
    return tooLong()
        ? new Failed(Cause.BODY, "its body is longer than %d bytes".formatted(check.maxBodyBytes()))
        : run.passed("answered " + status);
  }

  /** Says who answered, where it was not the instance; empty where nothing speaks against it. */
  private String strangerIn(HttpResponse answer, boolean passes) {
    String header = check.identityHeader();
    String claimed = answer.headers().get(header);
    if (claimed == null) {
      // A failing answer often comes from what knows nothing of identities: it fails anyway.
      return passes ? "its answer has no %s: expected '%s'".formatted(header, id) : "";
    }
    return claimed.equals(id.value())
        ? ""
        : "%s answers there, by its %s: expected '%s'".formatted(quoted(claimed), header, id);
  }

  private static String quoted(String claimed) {
    int most = 100;
    return "'" + (claimed.length() > most ? claimed.substring(0, most) + "…" : claimed) + "'";
  }

  private String explained(HttpResponse answer) {
    String range = ", expected %d to %d".formatted(check.minStatus(), check.maxStatus());
    if (answer.status().codeClass() != HttpStatusClass.REDIRECTION) {
      return range;
    }
    String to = answer.headers().get(HttpHeaderNames.LOCATION, "nowhere");
    return range
        + "; redirects are not followed: check "
        + quoted(to)
        + ", or let maxStatus include it";
  }
}

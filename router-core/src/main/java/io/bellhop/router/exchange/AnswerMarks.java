package io.bellhop.router.exchange;

import io.bellhop.model.StickySpec;
import io.bellhop.model.wake.WakeTrouble;
import io.bellhop.router.admit.Admission;
import io.bellhop.router.control.AppSlot;
import io.bellhop.router.control.AppView;
import io.bellhop.router.control.Backend;
import io.bellhop.router.failure.Failure;
import io.bellhop.router.failure.FailureDetail;
import io.bellhop.router.pick.Pick;
import io.bellhop.router.pick.StickyKey;
import io.bellhop.router.wake.Troubles;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * What the answer to one request says beside what the app says: the router's own fields, and in the
 * app's place why there is none. Confined to the event loop.
 */
final class AnswerMarks {
  private final RequestPath path;
  private final InboundRequest request;
  private final AppSlot app;

  /** The run that has the request now, where it gets one of its own. */
  private @Nullable String run;

  private FailureDetail detail = FailureDetail.NONE;

  AnswerMarks(RequestPath path, InboundRequest request, AppSlot app) {
    this.path = path;
    this.request = request;
    this.app = app;
  }

  /** An attempt begins at this backend. */
  void attempt(Backend backend) {
    run = backend.once() ? backend.instanceId() : null;
  }

  /** Whether a run of its own has the request. */
  boolean ofRun() {
    return run != null;
  }

  /** Takes from the head of an answer what it says to the router, and adds what is the router's. */
  void answered(HttpResponse head, AppView view, @Nullable Backend by) {
    if (view.spec().sleep().isPresent()) {
      String busy = head.headers().get(FieldNames.X_BELLHOP_BUSY);
      if (busy != null) {
        app.activity().busy(busy);
      }
    }
    markRun(head);
    if (by != null) {
      stick(head, view, by);
    }
  }

  /** Names the run that has the request, where one has; a backend has no say in that. */
  void markRun(HttpResponse head) {
    if (run != null) {
      head.headers().set(FieldNames.X_BELLHOP_RUN, run);
    } else {
      head.headers().remove(FieldNames.X_BELLHOP_RUN);
    }
  }

  /** Gives the client the cookie of the instance that answers, where it has another or none. */
  private void stick(HttpResponse head, AppView view, Backend by) {
    StickyKey key = path.loop().stickyKey();
    StickySpec sticky = key.of(view);
    if (sticky != null) {
      String cookie = key.setCookie(view, sticky, by, HashTexts.of(request, sticky.cookie()));
      if (cookie != null) {
        head.headers().add(HttpHeaderNames.SET_COOKIE, cookie);
      }
    }
  }

  /** How the run ended that had the request. */
  void runEnded(WakeTrouble end, AppView view) {
    detail = FailureDetail.of(end, view.spec().wake().showOutput());
  }

  /** Why there is no backend for the request. */
  Failure noBackend(Pick none, AppView view) {
    if (none instanceof Pick.Unwakeable not) {
      detail = FailureDetail.of(not.trouble(), view.spec().wake().showOutput());
      return Troubles.failure(not.trouble());
    }
    Failure closed = none instanceof Pick.Closed ? Admission.closed(view) : null;
    if (closed != null) {
      return closed;
    }
    if (none instanceof Pick.UnknownDeployment) {
      return Failure.UNKNOWN_DEPLOYMENT;
    }
    if (none instanceof Pick.DeploymentUnavailable) {
      return Failure.DEPLOYMENT_UNAVAILABLE;
    }
    return none instanceof Pick.NoDeployment ? Failure.NO_DEPLOYMENT : Failure.NO_INSTANCES;
  }

  /** What the client gets where the request fails. */
  FullHttpResponse render(Failure failure, AppView view) {
    if (failure == Failure.APP_WAKING) {
      detail = WakeDoor.page(app);
    }
    FullHttpResponse response = path.render(failure, request, view.errorPages(), detail);
    markRun(response);
    return response;
  }
}

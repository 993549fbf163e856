package io.bellhop.router.pick;

import io.bellhop.model.StickySpec;
import io.bellhop.router.control.AppView;
import io.bellhop.router.control.Backend;
import io.bellhop.router.control.DeploymentView;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes sticky cookies, and finds the instance that one is of. A cookie is the HMAC-SHA256 (RFC
 * 2104) of its instance under a key that all routers have: it tells a client nothing of the
 * instance, nobody can make one for another, and every router knows it without having given it out.
 * Thread safe.
 */
public final class StickyKey {
  private static final String ALGORITHM = "HmacSHA256";

  /** Half of the code, as RFC 2104 §5 has it for the least: 22 characters. */
  private static final int TAG_BYTES = 16;

  private final byte[] key;

  /** A key; empty for none, by which nothing is sticky. */
  public StickyKey(String key) {
    this.key = key.getBytes(StandardCharsets.UTF_8);
  }

  /** The app's stickiness; null where it has none, or there is no key. */
  public @Nullable StickySpec of(AppView view) {
    return key.length == 0 ? null : view.spec().sticky().orElse(null);
  }

  /** The instance that takes requests and that the cookie is of; null where there is none. */
  @Nullable Backend find(AppView view, String cookie) {
    List<DeploymentView> serving = view.serving();
    for (int i = 0; i < serving.size(); i++) {
      DeploymentView deployment = serving.get(i);
      // One without weight only helps out until it may go: nobody is to come back to it.
      Backend found = deployment.weight() > 0 ? find(view, deployment, cookie) : null;
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable Backend find(AppView view, DeploymentView deployment, String cookie) {
    List<Backend> backends = deployment.backends();
    for (int i = 0; i < backends.size(); i++) {
      if (tag(view, backends.get(i)).equals(cookie)) {
        return backends.get(i);
      }
    }
    return null;
  }

  private String tag(AppView view, Backend backend) {
    return backend.stickyTag(life -> sign(view.spec().name() + "/" + life));
  }

  /** What the client is to be given; null where the cookie that it sent is of the backend. */
  public @Nullable String setCookie(
      AppView view, StickySpec sticky, Backend backend, @Nullable String sent) {
    String tag = tag(view, backend);
    if (tag.equals(sent)) {
      return null;
    }
    String sameSite = sticky.sameSite().name();
    return "%s=%s; Path=/; HttpOnly; SameSite=%s%s"
        .formatted(
            sticky.cookie().name(),
            tag,
            sameSite.charAt(0) + sameSite.substring(1).toLowerCase(Locale.ROOT),
            sticky.sameSite() == StickySpec.SameSite.NONE ? "; Secure" : "");
  }

  private String sign(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      byte[] code = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(code, TAG_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}

package io.bellhop.app.run;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * A signal of the operating system. The JDK's only way to hear one is {@code sun.misc.Signal} of
 * the module {@code jdk.unsupported}, which is used by reflection because the compiler's warning of
 * it cannot be silenced.
 */
public enum OsSignal {
  /** Asks to end. */
  TERM(15),
  /** Ctrl-C. */
  INT(2),
  /** The terminal has another size. */
  WINCH(28);

  private final int number;

  OsSignal(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /** Runs the action on a thread of its own whenever the signal arrives. */
  public void handle(Runnable action) {
    try {
      Class<?> signalType = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Object handler =
          Proxy.newProxyInstance(
              OsSignal.class.getClassLoader(),
              new Class<?>[] {handlerType},
              (proxy, method, arguments) -> called(proxy, method, arguments, action));
      signalType
          .getMethod("handle", signalType, handlerType)
          .invoke(null, signalType.getConstructor(String.class).newInstance(name()), handler);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "this Java cannot handle %s: run one with the module jdk.unsupported".formatted(this), e);
    }
  }

  private static Object called(Object proxy, Method method, Object[] arguments, Runnable action) {
    return switch (method.getName()) {
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      case "toString" -> "handler";
      default -> {
        action.run();
        yield action; // never read: handle(Signal) is void
      }
    };
  }
}

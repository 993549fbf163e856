package io.bellhop.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** Runs commands as the launcher would, in this JVM. */
final class CommandRunner {
  private final Map<String, String> environment;

  CommandRunner(Map<String, String> environment) {
    this.environment = environment;
  }

  Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandContext context =
        new CommandContext(environment, new PrintWriter(out, true), new PrintWriter(err, true));
    int code = Commands.run(context, arguments);
    return new Result(code, out.toString(), err.toString());
  }

  /** What came of a command. */
  record Result(int code, String out, String err) {
    Result succeeds() {
      assertThat(code).as("%s%s", out, err).isZero();
      return this;
    }

    Result prints(String text) {
      assertThat(out).contains(text);
      return succeeds();
    }

    Result doesNotPrint(String text) {
      assertThat(out).doesNotContain(text);
      return succeeds();
    }

    Result failsWith(int expected, String message) {
      assertThat(code).as("%s%s", out, err).isEqualTo(expected);
      assertThat(err).contains(message).doesNotContain("\tat ");
      return this;
    }
  }
}

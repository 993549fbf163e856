package io.bellhop.load.scenario;

import io.bellhop.load.stack.LoadTestException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Reads what followed a scenario's name. */
public final class OptionReader {
  private OptionReader() {}

  /** Sets the annotated fields; throws with all that would be possible where it is not. */
  public static <T> T read(T options, List<String> arguments) {
    CommandLine commandLine = new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true);
    try {
      commandLine.parseArgs(arguments.toArray(String[]::new));
      return options;
    } catch (ParameterException e) {
      throw new LoadTestException(
          e.getMessage() + "\n" + commandLine.getUsageMessage().stripTrailing());
    }
  }
}
